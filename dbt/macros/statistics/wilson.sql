{#- Wilson score interval of a share (Wilson 1927), on the scale 0..1; NULL without an answer. The bounds lie within
    0..1 by themselves, but for the last bit of a floating-point number. -#}
{% macro wilson_centre(successes, answers) -%}
    (({{ successes }}) + {{ wilson_z_squared() }} / 2e0) / (nullif({{ answers }}, 0) + {{ wilson_z_squared() }})
{%- endmacro %}

{% macro wilson_half_width(successes, answers) -%}
    {{ var('confidence_z') }}e0 / (nullif({{ answers }}, 0) + {{ wilson_z_squared() }}) * sqrt(
        cast({{ successes }} as double) * (({{ answers }}) - ({{ successes }})) / nullif({{ answers }}, 0)
        + {{ wilson_z_squared() }} / 4e0
    )
{%- endmacro %}

{% macro wilson_z_squared() -%}
    {{ var('confidence_z') * var('confidence_z') }}e0
{%- endmacro %}
