{#- By how many standard errors two figures of one metric differ: the net score's own test, or the pooled test of two
    proportions; NULL for a metric that has neither. `one` and `other` are what stands before the names of the columns
    numerator, denominator, centre and standard_error. -#}
{% macro difference_z(metric, one, other) -%}
    case
        when {{ metric }} in ('nps', 'enps')
            then {{ net_score_difference_z(
                one ~ 'centre', one ~ 'standard_error', other ~ 'centre', other ~ 'standard_error'
            ) }}
        when {{ metric }} in ('csat', 'ces')
            then {{ two_proportions_z(
                one ~ 'numerator', one ~ 'denominator', other ~ 'numerator', other ~ 'denominator'
            ) }}
    end
{%- endmacro %}
