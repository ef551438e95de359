{#- What the answers about a touchpoint do to a score of all answers, as those who mention a theme do to the NPS: the score
    of all less that of the others, in points. -#}
{% macro touchpoint_impact(score, answers, whole_score, whole_answers) -%}
    {{ nps_impact('(' ~ score ~ ')', answers, '(' ~ whole_score ~ ')', whole_answers) }}
{%- endmacro %}

{#- How much goes wrong at a touchpoint: its answers, the share of them that is bad, and how much it moves the score. -#}
{% macro friction(answers, bad_share, impact) -%}
    ({{ answers }}) * ({{ bad_share }}) * abs({{ impact }})
{%- endmacro %}

{#- Shares, 0 to 1, of the answers of detractors and of those that did not find it easy. -#}
{% macro detractor_share(detractors, answers) -%}
    1e0 * ({{ detractors }}) / nullif({{ answers }}, 0)
{%- endmacro %}

{% macro low_effort_share(easy, answers) -%}
    1e0 * (({{ answers }}) - ({{ easy }})) / nullif({{ answers }}, 0)
{%- endmacro %}
