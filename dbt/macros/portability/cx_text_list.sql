{#- The texts of a group as one, with commas between them, in the order of a number that none of them shares. -#}
{% macro cx_text_list(text, position) -%}
    {{ return(adapter.dispatch('cx_text_list')(text, position)) }}
{%- endmacro %}

{% macro duckdb__cx_text_list(text, position) -%}
    string_agg({{ text }}, ',' order by {{ position }} asc nulls last)
{%- endmacro %}

{% macro spark__cx_text_list(text, position) -%}
    array_join(transform(array_sort(collect_list(struct({{ position }}, {{ text }}))), pair -> pair.col2), ',')
{%- endmacro %}
