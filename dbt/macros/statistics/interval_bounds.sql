{#- The bounds of an interval, clipped to the scale; NULL where the interval is unknown. Not least() and greatest():
    they pass over a NULL, and would make an interval out of nothing. -#}
{% macro interval_lower(centre, half_width, lowest) -%}
    case
        when ({{ centre }}) - ({{ half_width }}) < ({{ lowest }}) then ({{ lowest }})
        else ({{ centre }}) - ({{ half_width }})
    end
{%- endmacro %}

{% macro interval_upper(centre, half_width, highest) -%}
    case
        when ({{ centre }}) + ({{ half_width }}) > ({{ highest }}) then ({{ highest }})
        else ({{ centre }}) + ({{ half_width }})
    end
{%- endmacro %}
