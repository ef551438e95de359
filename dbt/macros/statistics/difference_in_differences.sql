{#- By how much a target changed more than the rest did. Of means, of sums, of anything that is additive. -#}
{% macro difference_in_differences(target_after, target_before, rest_after, rest_before) -%}
    ((({{ target_after }}) - ({{ target_before }})) - (({{ rest_after }}) - ({{ rest_before }})))
{%- endmacro %}

{#- The four groups that it compares, by the names of their columns, in the order of its arguments. -#}
{% macro difference_cells() -%}
    {{ return({
        'target_after': 'is_target and is_later',
        'target_before': 'is_target and not is_later',
        'rest_after': 'not is_target and is_later',
        'rest_before': 'not is_target and not is_later'
    }) }}
{%- endmacro %}

{#- The names of one column of theirs, in that order. -#}
{% macro difference_columns(before_name, after_name) -%}
    {%- set columns = [] -%}
    {%- for cell in difference_cells() -%}
        {%- do columns.append(before_name ~ cell ~ after_name) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{#- How far what one person said or paid in a group pulls the group's mean: the sum of the person's deviations from it over
    the observations of the group. The difference in differences of these is the person's pull on the effect. -#}
{% macro pull_on_mean(total, observations, mean, group_observations) -%}
    (cast({{ total }} as double) - ({{ observations }}) * ({{ mean }})) / nullif(cast({{ group_observations }} as double), 0)
{%- endmacro %}

{#- Standard error of a coefficient from the squared pulls of people, each of whom can be observed several times: Liang
    and Zeger's sandwich with its usual correction for few people. Four coefficients, one for each group. -#}
{% macro clustered_standard_error(squared_pulls, people, observations) -%}
    sqrt(
        ({{ squared_pulls }})
        * (cast({{ people }} as double) / nullif(({{ people }}) - 1, 0))
        * ((({{ observations }}) - 1e0) / nullif(({{ observations }}) - 4, 0))
    )
{%- endmacro %}
