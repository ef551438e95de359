{#- What came back for each unit of money, beyond it: 0 is the cost and no more; NULL where there is no cost. -#}
{% macro return_on_investment(benefit, cost) -%}
    (({{ benefit }}) - ({{ cost }})) / nullif({{ cost }}, 0)
{%- endmacro %}

{#- On which side of 0 an interval lies: 1 above, -1 below, 0 where it contains it; NULL where it is unknown. -#}
{% macro effect_sign(ci_lower, ci_upper) -%}
    case
        when {{ ci_lower }} > 0 then 1
        when {{ ci_upper }} < 0 then -1
        when {{ ci_lower }} is not null and {{ ci_upper }} is not null then 0
    end
{%- endmacro %}

{#- The verdict in words. An effect whose interval contains 0 is always called 'no measurable effect', whatever was spent
    and whatever the return on it would be. The signs are NULL where nothing can be claimed. -#}
{% macro initiative_verdict(is_complete, revenue_sign, nps_sign, roi) -%}
    case
        when not {{ is_complete }} then 'too early to tell'
        when {{ revenue_sign }} is null and {{ nps_sign }} is null then 'too few to tell'
        when {{ revenue_sign }} = 1 and {{ roi }} > 0 then 'paid for itself'
        when {{ revenue_sign }} = 1 and {{ roi }} <= 0 then 'revenue rose, not yet paid back'
        when {{ revenue_sign }} = 1 then 'revenue rose, cost unknown'
        when {{ revenue_sign }} = -1 then 'harmful, revenue fell'
        when {{ revenue_sign }} = 0 and {{ nps_sign }} = 0 then 'no measurable effect'
        when {{ revenue_sign }} = 0 and {{ nps_sign }} = 1 then 'NPS rose, no measurable effect on revenue'
        when {{ revenue_sign }} = 0 and {{ nps_sign }} = -1 then 'NPS fell, no measurable effect on revenue'
        when {{ revenue_sign }} = 0 then 'no measurable effect on revenue, effect on NPS unknown'
        when {{ nps_sign }} = 0 then 'no measurable effect on NPS, effect on revenue unknown'
        when {{ nps_sign }} = 1 then 'NPS rose, effect on revenue unknown'
        when {{ nps_sign }} = -1 then 'NPS fell, effect on revenue unknown'
    end
{%- endmacro %}
