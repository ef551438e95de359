{#- Two-sided p-value of the difference between two figures of one metric: the net score's own test, or the pooled test of
    two proportions; NULL for a metric that has neither. `one` and `other` are prefixes of the columns numerator, negatives,
    denominator and standard_error. -#}
{% macro difference_p_value(metric, one, other) -%}
    case
        when {{ metric }} in ('nps', 'enps')
            then {{ two_sided_p_value(net_score_difference_z(
                one ~ 'centre', one ~ 'standard_error', other ~ 'centre', other ~ 'standard_error'
            )) }}
        when {{ metric }} in ('csat', 'ces')
            then {{ two_sided_p_value(two_proportions_z(
                one ~ 'numerator', one ~ 'denominator', other ~ 'numerator', other ~ 'denominator'
            )) }}
    end
{%- endmacro %}
