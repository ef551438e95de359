{#- One step of Holm's adjustment (Holm 1979) for several comparisons at once: `rank` is the place of the p-value among
    the `family_size` p-values of its family, 1 for the smallest. The adjusted p-value is the running maximum of the
    steps in that order; among equal p-values any order gives the same. NULL stays NULL, and is no part of a family. -#}
{% macro holm_step(p_value, rank, family_size) -%}
    case
        when (({{ family_size }}) - ({{ rank }}) + 1) * ({{ p_value }}) > 1 then 1e0
        else (({{ family_size }}) - ({{ rank }}) + 1) * ({{ p_value }})
    end
{%- endmacro %}
