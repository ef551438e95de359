{#- The reported combinations of period and dimension (variable reported_cuts), as rows. -#}
{% macro reported_cuts() -%}
    {% for cut in var('reported_cuts') -%}
        select
            '{{ cut.period_grain }}' as period_grain,
            '{{ cut.dimension }}' as dimension,
            {{ cut.is_for_employees | lower }} as is_for_employees
        {%- if not loop.last %}
        union all
        {% endif %}
    {%- endfor %}
{%- endmacro %}

{#- The member of a dimension that a row of answers belongs to. -#}
{% macro member_of(dimension) -%}
    {{ {'all': "'all'", 'survey': 'survey_id'}.get(dimension, dimension) }}
{%- endmacro %}

{#- The same, where the dimension stands in a row of reported cuts. -#}
{% macro member_in_cut(cuts) -%}
    case {{ cuts }}.dimension
        {%- for dimension in var('reported_cuts') | map(attribute='dimension') | unique %}
        when '{{ dimension }}' then {{ member_of(dimension) }}
        {%- endfor %}
    end
{%- endmacro %}
