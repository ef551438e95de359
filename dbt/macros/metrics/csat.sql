{#- Customer satisfaction: percent of the answers that are satisfied; NULL without an answer. -#}
{% macro csat(satisfied, answers) -%}
    100e0 * ({{ satisfied }}) / nullif({{ answers }}, 0)
{%- endmacro %}
