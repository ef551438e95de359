{#- The last day on which who comes back after an experience comes back in time. -#}
{% macro awaited_until(experienced_on) -%}
    cast({{ dbt.dateadd('day', var('repurchase_days'), experienced_on) }} as date)
{%- endmacro %}

{#- Share, 0 to 1, of the customers who did not come back; NULL where there was nobody. -#}
{% macro gap_share(not_returned, customers) -%}
    1e0 * ({{ not_returned }}) / nullif({{ customers }}, 0)
{%- endmacro %}
