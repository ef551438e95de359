{#- The figures of a scorecard, the same for a segment and for all: scores as they are, counts whole, money rounded. -#}
{% macro scorecard_figures() -%}
    nps,
    nps_survey_kind,
    nps_ci_lower,
    nps_ci_upper,
    nps_respondents,
    csat,
    csat_survey_kind,
    csat_answers,
    ces,
    ces_survey_kind,
    ces_answers,
    first_response_minutes,
    cast(tickets as bigint) as tickets,
    cast(customers as bigint) as customers,
    {{ money('annual_revenue_mean') }} as annual_revenue_mean,
    {{ money('clv_mean') }} as clv_mean,
    {{ money('clv_median') }} as clv_median,
    {{ money('clv_total') }} as clv_total,
    cast(clv_unknown_customers as bigint) as clv_unknown_customers,
    churn_rate,
    response_rate
{%- endmacro %}
