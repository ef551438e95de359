{#- A number as short text, without the '.0' of a whole one: 1 to '1', 0.5 to '0.5'. -#}
{% macro cx_number_text(number) -%}
    case
        when {{ number }} = floor({{ number }})
            then cast(cast(floor({{ number }}) as bigint) as {{ dbt.type_string() }})
        else cast({{ number }} as {{ dbt.type_string() }})
    end
{%- endmacro %}
