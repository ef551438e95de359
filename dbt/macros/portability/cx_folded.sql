{#- A label as it is compared: without blanks around it, in small letters, composed, no-break spaces as spaces. -#}
{% macro cx_folded(label) -%}
    {{ return(adapter.dispatch('cx_folded')(label)) }}
{%- endmacro %}

{% macro duckdb__cx_folded(label) -%}
    trim(lower(nfc_normalize(replace({{ label }}, chr(160), ' '))))
{%- endmacro %}

{% macro spark__cx_folded(label) -%}
    trim(lower(replace({{ label }}, chr(160), ' ')))
{%- endmacro %}
