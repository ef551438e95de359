{#- What the answers of those who mention a theme do to the score: the score of all less that of the others. NULL where there
    are no others. -#}
{% macro nps_impact(theme_nps, theme_answers, nps, answers) -%}
    ({{ theme_answers }}) * ({{ theme_nps }} - {{ nps }}) / nullif({{ answers }} - ({{ theme_answers }}), 0)
{%- endmacro %}

{#- Share, 0 to 1, of those who commented who mention a theme. -#}
{% macro theme_share(theme_customers, commenting_customers) -%}
    1e0 * ({{ theme_customers }}) / nullif({{ commenting_customers }}, 0)
{%- endmacro %}
