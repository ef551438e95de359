{{ config(materialized='ephemeral') }}

-- The whole website, as it is shown, stands for one touchpoint of the journey.
with metrics as (

    select * from {{ ref('int_metrics_suppressed') }}
    where
        period_grain = 'month' and dimension = 'all'
        and metric in ('sessions', 'conversion_rate', 'bounce_rate', 'searches')

)

select
    lower(journey.touchpoint) as touchpoint_key,
    {% for metric, figure in [
        ('sessions', 'value'), ('conversion_rate', 'value'), ('bounce_rate', 'value'), ('searches', 'denominator')
    ] -%}
        max(case when metrics.metric = '{{ metric }}' then metrics.{{ figure }} end) as {{ metric }},
    {% endfor -%}
    bool_or(metrics.is_suppressed) as is_suppressed,
    metrics.period_start as month
from metrics
inner join {{ ref('touchpoints') }} as journey on journey.is_web
group by journey.touchpoint, metrics.period_start
