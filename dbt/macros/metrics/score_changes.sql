{#- Points by which the answers of a group moved, on average. -#}
{% macro mean_change(score_change, customers) -%}
    cast({{ score_change }} as double) / nullif({{ customers }}, 0)
{%- endmacro %}

{#- How much of a change of the score a driver accounts for, counted in the direction of the change: the slope of the score
    on the driver, times the driver's own change. Below zero, it moved the other way. -#}
{% macro contribution(weight, driver_change, direction) -%}
    {{ weight }} * {{ driver_change }} * case {{ direction }} when 'improved' then 1 when 'worsened' then -1 end
{%- endmacro %}
