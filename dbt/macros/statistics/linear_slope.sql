{#- Slope of the least squares line of y over x, from the sums of its points; NULL where all x are the same. Of whole
    numbers the sums are exact, so that the order of the rows does not show in the last digit, as it does in regr_slope. -#}
{% macro linear_slope(points, x_sum, y_sum, xy_sum, xx_sum) -%}
    cast({{ points }} * {{ xy_sum }} - {{ x_sum }} * {{ y_sum }} as double)
    / nullif({{ points }} * {{ xx_sum }} - {{ x_sum }} * {{ x_sum }}, 0)
{%- endmacro %}
