{#- The day that lies so many days after another; before it, where the number is negative. -#}
{% macro cx_days_after(day, days) -%}
    cast({{ dbt.dateadd('day', days, day) }} as date)
{%- endmacro %}
