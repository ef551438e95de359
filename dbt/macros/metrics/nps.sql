{#- Net Promoter Score in points, -100 to 100; NULL without an answer. Sums of weights in place of the counts give the
    weighted score. -#}
{% macro nps(promoters, detractors, answers) -%}
    100e0 * (({{ promoters }}) - ({{ detractors }})) / nullif({{ answers }}, 0)
{%- endmacro %}
