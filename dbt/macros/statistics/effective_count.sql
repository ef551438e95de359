{#- How many equally weighted answers say as much as these weighted ones (Kish 1965): never more than there are, as many
    where all weights are equal, NULL where all are 0. -#}
{% macro effective_count(weight_sum, squared_weight_sum) -%}
    ({{ weight_sum }}) * ({{ weight_sum }}) / nullif({{ squared_weight_sum }}, 0)
{%- endmacro %}
