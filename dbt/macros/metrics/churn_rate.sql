{#- Churn rate in percent: customers lost in a period, of those at its start; NULL where there was nobody. -#}
{% macro churn_rate(lost, customers_at_start) -%}
    100e0 * {{ lost }} / nullif({{ customers_at_start }}, 0)
{%- endmacro %}

{#- Whether somebody is a customer at the end of a day; whose first day is unknown has been one all the time. -#}
{% macro is_customer_on(acquired_on, churned_on, day) -%}
    (coalesce({{ acquired_on }} <= {{ day }}, true) and coalesce({{ churned_on }} > {{ day }}, true))
{%- endmacro %}
