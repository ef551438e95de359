{#- Churn rate in percent: customers lost in a period, of those at its start; NULL where there was nobody. -#}
{% macro churn_rate(lost, customers_at_start) -%}
    100e0 * {{ lost }} / nullif({{ customers_at_start }}, 0)
{%- endmacro %}
