{#- First and last day of the month that a date or a timestamp lies in, as dates. -#}
{% macro cx_month_start(day) -%}
    cast({{ dbt.date_trunc('month', day) }} as date)
{%- endmacro %}

{% macro cx_month_end(day) -%}
    cast({{ dbt.last_day(day, 'month') }} as date)
{%- endmacro %}
