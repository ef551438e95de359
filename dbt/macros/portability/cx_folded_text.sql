{#- A word as it is compared with the words of a seed: composed letters, plain blanks, trimmed, lower case. -#}
{% macro cx_folded_text(written) -%}
    {{ return(adapter.dispatch('cx_folded_text')(written)) }}
{%- endmacro %}

{% macro duckdb__cx_folded_text(written) -%}
    lower(trim(nfc_normalize(replace({{ written }}, chr(160), ' '))))
{%- endmacro %}

{% macro spark__cx_folded_text(written) -%}
    lower(trim(replace({{ written }}, chr(160), ' ')))
{%- endmacro %}
