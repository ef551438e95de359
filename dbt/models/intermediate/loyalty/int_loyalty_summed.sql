{{ config(materialized='ephemeral') }}

with summed as (

    select
        experience,
        segment,
        count(*) as customers,
        count(*) filter (where not has_returned) as not_returned,
        month
    from {{ ref('int_experiences_followed') }}
    group by experience, segment, month

)

{%- set centre = wilson_centre('not_returned', 'customers') -%}
{%- set half_width = wilson_half_width('not_returned', 'customers') %}

select
    experience || '_customers' as metric,
    'none' as survey_kind,
    'month' as period_grain,
    'segment' as dimension,
    segment as member,
    customers as respondent_count,
    cast(not_returned as double) as numerator,
    customers as denominator,
    {{ gap_share('not_returned', 'customers') }} as value,
    {{ interval_lower(centre, half_width, 0) }} as ci_lower,
    {{ interval_upper(centre, half_width, 1) }} as ci_upper,
    month as period_start,
    {{ cx_month_end('month') }} as period_end
from summed
