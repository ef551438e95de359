{#- When who gave an unhappy answer is to be contacted at the latest; NULL where the time of the answer is not known. -#}
{% macro due_at(responded_at, due_minutes) -%}
    cast({{ dbt.dateadd('minute', due_minutes, responded_at) }} as timestamp)
{%- endmacro %}

{#- The first moment after a day in the business time zone, in UTC. -#}
{% macro end_of_day(day, time_zone) -%}
    {{ cx_utc_time('cast(' ~ cx_days_after(day, 1) ~ ' as timestamp)', time_zone) }}
{%- endmacro %}

{#- What is lost with a customer, times how likely that is after an unhappy answer; NULL where either is unknown. -#}
{% macro value_at_stake(customer_value, churn_rate) -%}
    cast({{ customer_value }} as double) * ({{ churn_rate }}) / 100e0
{%- endmacro %}

{#- Percent of the unhappy who answered again that are no detractors any more; NULL where nobody answered again. -#}
{% macro rescue_rate(rescued, answered_again) -%}
    100e0 * {{ rescued }} / nullif({{ answered_again }}, 0)
{%- endmacro %}
