{{ config(materialized='ephemeral') }}

{%- set keys = ['metric', 'survey_kind', 'period_grain', 'dimension', 'member'] -%}
-- Only what is shown is compared, so that no comparison can tell what is hidden.
with metrics as (

    select
        *,
        {{ adjusted_wald_centre('(numerator + negatives)', 'negatives', 'denominator') }} as centre,
        margin_of_error / (100e0 * {{ var('confidence_z') }}) as standard_error,
        -- Named here and not in the joins: a condition on the left side of a left join costs DuckDB a comparison of all
        -- rows with all.
        cast({{ dbt.dateadd('day', 1, 'period_end') }} as date) as followed_on,
        case
            when period_grain = 'trailing_90_days' then {{ cx_month_start('period_end') }}
            when period_grain <> 'all_time' then period_start
        end as follows_on,
        -- The surveys of a relationship are no parts of a whole: a customer counts in each of them, and once in all.
        case
            when
                dimension <> 'all' and not (dimension = 'survey' and survey_kind = 'relational')
                and metric in ('nps', 'enps', 'csat', 'ces')
                then 'all'
        end as whole_dimension
    from {{ ref('int_metrics_suppressed') }}
    where not is_suppressed and value is not null

),

paired as (

    select
        {% for key in keys -%}
            metrics.{{ key }},
        {% endfor -%}
        metrics.period_start,
        metrics.period_end,
        metrics.numerator,
        metrics.denominator,
        metrics.value,
        metrics.centre,
        metrics.standard_error,
        metrics.is_low_base,
        previous.value as previous_value,
        previous.numerator as previous_numerator,
        previous.denominator as previous_denominator,
        previous.centre as previous_centre,
        previous.standard_error as previous_standard_error,
        previous.is_low_base as previous_is_low_base,
        whole.numerator - metrics.numerator as rest_numerator,
        whole.negatives - metrics.negatives as rest_negatives,
        whole.denominator - metrics.denominator as rest_denominator
    from metrics
    left join metrics as previous
        on
            metrics.follows_on = previous.followed_on
            {% for key in keys -%}
                and metrics.{{ key }} = previous.{{ key }}
            {% endfor -%}
    left join metrics as whole
        on
            metrics.metric = whole.metric
            and metrics.survey_kind = whole.survey_kind
            and metrics.period_grain = whole.period_grain
            and metrics.period_start = whole.period_start
            and metrics.period_end = whole.period_end
            and metrics.whole_dimension = whole.dimension

)

select
    *,
    {{ adjusted_wald_centre('(rest_numerator + rest_negatives)', 'rest_negatives', 'rest_denominator') }}
        as rest_centre,
    {{ adjusted_wald_standard_error(
        '(rest_numerator + rest_negatives)', 'rest_negatives', 'rest_denominator', 'null'
    ) }} as rest_standard_error,
    value - previous_value as change,
    value - 100e0 * rest_numerator / nullif(rest_denominator, 0) as difference_to_rest
from paired
