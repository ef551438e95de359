{#- How much too much was expected, in percent of what came; NULL where nothing came. -#}
{% macro bias_rate(expected, actual) -%}
    100e0 * ({{ expected }} - {{ actual }}) / nullif({{ actual }}, 0)
{%- endmacro %}
