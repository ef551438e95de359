{#- Number of a date's weekday, 1 is Monday and 7 is Sunday. -#}
{% macro cx_weekday(day) -%}
    {{ return(adapter.dispatch('cx_weekday')(day)) }}
{%- endmacro %}

{% macro duckdb__cx_weekday(day) -%}
    isodow({{ day }})
{%- endmacro %}

{% macro spark__cx_weekday(day) -%}
    weekday({{ day }}) + 1
{%- endmacro %}
