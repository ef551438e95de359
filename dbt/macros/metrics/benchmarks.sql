{#- Metrics of which less is better: a benchmark's higher percentile is a smaller value. -#}
{% macro is_less_better(metric) -%}
    {{ metric }} in (
        'first_response_minutes', 'first_response_business_minutes', 'churn_rate', 'bounce_rate'
    )
{%- endmacro %}
