-- Reads what is shown, so that nothing computed from it tells what is hidden. A touchpoint of several spellings is one:
-- answers add up, and where one of them is hidden, so are all.
with metrics as (

    select
        metrics.metric,
        metrics.dimension,
        case when metrics.dimension = 'all' then 'all' else lower(metrics.member) end as touchpoint_key,
        metrics.member,
        metrics.numerator,
        metrics.negatives,
        metrics.denominator,
        metrics.is_suppressed,
        metrics.period_start as month
    from {{ ref('int_metrics_suppressed') }} as metrics
    inner join {{ ref('int_touchpoint_kinds_chosen') }} as kinds
        on
            metrics.survey_kind = case metrics.metric
                when 'nps' then kinds.nps_survey_kind
                when 'csat' then kinds.csat_survey_kind
                when 'ces' then kinds.ces_survey_kind
            end
    where metrics.period_grain = 'month' and metrics.dimension in ('all', 'touchpoint')

),

merged as (

    select
        metric,
        dimension,
        touchpoint_key,
        min(member) as touchpoint,
        bool_or(is_suppressed) as is_suppressed,
        sum(numerator) as numerator,
        sum(negatives) as negatives,
        cast(sum(denominator) as bigint) as answers,
        month
    from metrics
    group by metric, dimension, touchpoint_key, month

)

select
    dimension,
    touchpoint_key,
    min(touchpoint) as touchpoint,
    {% for metric in ['nps', 'csat', 'ces'] -%}
        {%- set shown = "metric = '" ~ metric ~ "' and not is_suppressed" %}
        max(case when {{ shown }} then numerator end) as {{ metric }}_numerator,
        max(case when {{ shown }} then negatives end) as {{ metric }}_negatives,
        max(case when {{ shown }} then answers end) as {{ metric }}_answers,
        bool_or(metric = '{{ metric }}' and is_suppressed) as is_{{ metric }}_suppressed,
    {% endfor -%}
    month
from merged
group by dimension, touchpoint_key, month
