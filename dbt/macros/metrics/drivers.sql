{#- The sum of so many scores as a sum of scores on 0..100, where answers on different scales meet. -#}
{% macro index_sum(score_sum, scores, scale_min, scale_max) -%}
    100e0 * (({{ score_sum }}) - ({{ scores }}) * ({{ scale_min }})) / nullif(({{ scale_max }}) - ({{ scale_min }}), 0)
{%- endmacro %}

{#- Where a driver stands among the others of its model: is it important, and does it go well? At the cut is above it. -#}
{% macro driver_quadrant(importance, importance_cut, performance, performance_cut) -%}
    case
        when {{ importance }} >= {{ importance_cut }} and {{ performance }} < {{ performance_cut }} then 'strengthen'
        when {{ importance }} >= {{ importance_cut }} and {{ performance }} >= {{ performance_cut }} then 'keep'
        when {{ importance }} < {{ importance_cut }} and {{ performance }} < {{ performance_cut }} then 'watch'
        when {{ importance }} < {{ importance_cut }} and {{ performance }} >= {{ performance_cut }} then 'maintain'
    end
{%- endmacro %}
