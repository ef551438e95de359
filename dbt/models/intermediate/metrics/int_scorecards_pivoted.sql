{{ config(materialized='ephemeral') }}

with metrics as (

    select * from {{ ref('int_metrics_suppressed') }}
    where period_grain = 'month' and dimension in ('all', 'segment') and survey_kind <> 'employee'

),

kinds as (

    select * from {{ ref('int_survey_kinds_chosen') }}

)

select
    {% for metric, column, name in [
        ('nps', 'value', 'nps'), ('nps', 'ci_lower', 'nps_ci_lower'), ('nps', 'ci_upper', 'nps_ci_upper'),
        ('nps', 'respondent_count', 'nps_respondents'),
        ('csat', 'value', 'csat'), ('csat', 'denominator', 'csat_answers'),
        ('ces', 'value', 'ces'), ('ces', 'denominator', 'ces_answers')
    ] -%}
        max(case
            when metrics.metric = '{{ metric }}' and metrics.survey_kind = kinds.{{ metric }}_survey_kind
                then metrics.{{ column }}
        end) as {{ name }},
    {% endfor -%}
    {% for metric in ['nps', 'csat', 'ces'] -%}
        max(kinds.{{ metric }}_survey_kind) as {{ metric }}_survey_kind,
    {% endfor -%}
    {% for metric, column, name in [
        ('first_response_minutes', 'value', 'first_response_minutes'), ('tickets', 'value', 'tickets'),
        ('customers', 'value', 'customers'), ('annual_revenue', 'value', 'annual_revenue_mean'),
        ('clv', 'value', 'clv_mean'), ('clv', 'median_score', 'clv_median'), ('clv', 'numerator', 'clv_total'),
        ('clv_unknown_customers', 'value', 'clv_unknown_customers'), ('churn_rate', 'value', 'churn_rate'),
        ('projected_clv', 'value', 'projected_clv_mean'),
        ('clv_to_acquisition_cost', 'value', 'clv_to_acquisition_cost'),
        ('projected_clv_to_acquisition_cost', 'value', 'projected_clv_to_acquisition_cost'),
        ('response_rate', 'value', 'response_rate')
    ] -%}
        max(case when metrics.metric = '{{ metric }}' then metrics.{{ column }} end) as {{ name }},
    {% endfor -%}
    metrics.period_start as month,
    metrics.dimension,
    metrics.member
from metrics
cross join kinds
group by metrics.period_start, metrics.dimension, metrics.member
