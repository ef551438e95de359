{#- The day on which it is settled whether the customer left after an answer. A year after 29 February is 28 February. -#}
{% macro followed_until(responded_on) -%}
    cast({{ dbt.dateadd('month', var('churn_months'), responded_on) }} as date)
{%- endmacro %}

{#- Whether the customer left within the time that an answer is followed. -#}
{% macro is_lost_after(responded_on, churned_on) -%}
    coalesce({{ churned_on }} > {{ responded_on }} and {{ churned_on }} <= {{ followed_until(responded_on) }}, false)
{%- endmacro %}

{#- Whether an answer is old enough for a day's churn after answers; from a year later on it is too old. -#}
{% macro is_followed_by(responded_on, valued_on) -%}
    {{ responded_on }} <= cast({{ dbt.dateadd('month', -var('churn_months'), valued_on) }} as date)
{%- endmacro %}

{% macro is_outdated_by(responded_on, valued_on) -%}
    {{ responded_on }} <= cast({{ dbt.dateadd('month', -2 * var('churn_months'), valued_on) }} as date)
{%- endmacro %}

{#- What is lost in a year if those who are there leave as those before them did; NULL where that is unknown. -#}
{% macro revenue_at_risk(annual_revenue, churn_rate) -%}
    cast({{ annual_revenue }} as double) * ({{ churn_rate }}) / 100e0
{%- endmacro %}
