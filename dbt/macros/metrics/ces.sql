{#- Customer effort score: percent of the answers that found it easy; NULL without an answer. -#}
{% macro ces(easy, answers) -%}
    100e0 * ({{ easy }}) / nullif({{ answers }}, 0)
{%- endmacro %}
