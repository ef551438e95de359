{#- The columns of a response that drivers stand in; which driver is in which, stg_survey__drivers says. -#}
{% macro driver_slots() -%}
    {%- set slots = [] -%}
    {%- for number in range(1, var('driver_slots') + 1) -%}
        {%- do slots.append('driver_%02d' | format(number)) -%}
    {%- endfor -%}
    {{ return(slots) }}
{%- endmacro %}
