{{ config(materialized='ephemeral') }}

with bounded as (

    select
        *,
        {{ wilson_centre('lost', 'started') }} as centre,
        {{ wilson_half_width('lost', 'started') }} as half_width
    from {{ ref('int_churn_measured') }}
    where period_grain <> 'twelve_months'

)

select
    'churn_rate' as metric,
    'none' as survey_kind,
    period_grain,
    period_start,
    period_end,
    dimension,
    member,
    started as respondent_count,
    cast(lost as double) as numerator,
    started as denominator,
    churn_rate as value,
    100e0 * {{ interval_lower('centre', 'half_width', '0') }} as ci_lower,
    100e0 * {{ interval_upper('centre', 'half_width', '1') }} as ci_upper
from bounded
