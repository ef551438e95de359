{#- Rows of one column, `number`, from 0 to the largest of so many digits: to count out days that no table has. -#}
{% macro cx_whole_numbers(digits) -%}
    select
        {%- for place in range(digits) %}
        {{ 10 ** place }} * place_{{ place }}.digit {{ '+' if not loop.last else 'as number' }}
        {%- endfor %}
    {%- for place in range(digits) %}
    {{ 'from' if loop.first else 'cross join' }} (
        {%- for digit in range(10) -%}
            select {{ digit }} as digit {{ 'union all ' if not loop.last }}
        {%- endfor -%}
    ) as place_{{ place }}
    {%- endfor %}
{%- endmacro %}
