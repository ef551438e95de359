{#- Wilson score interval of a share, in percent; NULL without an answer. The bounds lie within 0..100 by themselves, but
    for the last bit of a floating-point number. -#}
{% macro wilson_centre(successes, answers) -%}
    ({{ successes }} + {{ wilson_z_squared() }} / 2e0) / ({{ answers }} + {{ wilson_z_squared() }})
{%- endmacro %}

{% macro wilson_half_width(successes, answers) -%}
    {{ var('confidence_z') }}e0 / ({{ answers }} + {{ wilson_z_squared() }}) * sqrt(
        {{ successes }} * ({{ answers }} - {{ successes }}) / nullif(cast({{ answers }} as double), 0)
        + {{ wilson_z_squared() }} / 4e0
    )
{%- endmacro %}

{% macro wilson_z_squared() -%}
    {{ var('confidence_z') * var('confidence_z') }}e0
{%- endmacro %}
