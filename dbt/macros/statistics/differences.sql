{#- Tests of a difference between two independent groups: a standard normal z, positive where the first group is higher,
    NULL where there is nothing to compare. Its p-value: two_sided_p_value. -#}

{#- Two net scores by the centres and standard errors of their intervals, all on one scale. -#}
{% macro net_score_difference_z(centre, standard_error, other_centre, other_standard_error) -%}
    (({{ centre }}) - ({{ other_centre }})) / nullif(
        sqrt(
            ({{ standard_error }}) * ({{ standard_error }})
            + ({{ other_standard_error }}) * ({{ other_standard_error }})
        ),
        0
    )
{%- endmacro %}

{#- Two shares by their counts; the standard error is that of the pooled share, and 0 where that is 0 or 1. -#}
{% macro two_proportions_z(successes, answers, other_successes, other_answers) -%}
    {%- set pooled_successes = '((' ~ successes ~ ') + (' ~ other_successes ~ '))' -%}
    {%- set pooled = pooled_successes ~ ' / nullif((' ~ answers ~ ') + (' ~ other_answers ~ '), 0)' -%}
    (
        ({{ successes }}) / nullif(cast({{ answers }} as double), 0)
        - ({{ other_successes }}) / nullif(cast({{ other_answers }} as double), 0)
    ) / nullif(
        sqrt(
            {{ pooled }} * (1e0 - {{ pooled }})
            * (1e0 / nullif({{ answers }}, 0) + 1e0 / nullif({{ other_answers }}, 0))
        ),
        0
    )
{%- endmacro %}
