{#- Years from the first day as a customer to the day of churn or to the day of valuation; NULL when that is no span. -#}
{% macro relationship_years(acquired_on, churned_on, valued_on) -%}
    case
        when {{ churned_on }} < {{ acquired_on }} then null
        else
            {{ dbt.datediff(acquired_on, "least(coalesce(" ~ churned_on ~ ", " ~ valued_on ~ "), " ~ valued_on ~ ")", 'day') }}
            / cast({{ var('days_per_year') }} as double)
    end
{%- endmacro %}

{#- The CRM's own figure, else revenue to date a year; a first year is not annualised up. -#}
{% macro annual_revenue(own_figure, revenue_to_date, years) -%}
    cast(case
        when {{ own_figure }} is not null then cast({{ own_figure }} as double)
        when {{ years }} is not null then cast({{ revenue_to_date }} as double) / greatest({{ years }}, 1e0)
    end as decimal(28, 8))
{%- endmacro %}

{#- Customer lifetime value. Without a figure of the CRM's own, annual revenue * years is revenue to date by definition,
    also in the first year. NULL as soon as one part is unknown. -#}
{% macro clv(own_figure, revenue_to_date, years, acquisition_cost) -%}
    cast(case
        when {{ years }} is null then null
        when {{ own_figure }} is not null then cast({{ own_figure }} as double) * {{ years }}
        else cast({{ revenue_to_date }} as double)
    end - cast({{ acquisition_cost }} as double) as decimal(28, 8))
{%- endmacro %}

{#- Customer lifetime value with the lifetime that the segment's churn makes to be expected: 1 / annual churn rate (in
    percent), at most so many years as are declared, and so many where nobody leaves. Who has left is worth their CLV. -#}
{% macro projected_clv(annual_revenue, annual_churn_rate, acquisition_cost, clv, is_active) -%}
    case
        when not {{ is_active }} then {{ clv }}
        else cast(
            cast({{ annual_revenue }} as double) * {{ expected_years(annual_churn_rate) }}
            - cast({{ acquisition_cost }} as double) as decimal(28, 8)
        )
    end
{%- endmacro %}

{% macro expected_years(annual_churn_rate) -%}
    case
        when 100e0 > {{ annual_churn_rate }} * {{ var('projection_years') }} then cast({{ var('projection_years') }} as double)
        else 100e0 / {{ annual_churn_rate }}
    end
{%- endmacro %}

{#- What a customer is worth for each unit of money that winning one cost; NULL where that is unknown or nothing. -#}
{% macro clv_to_acquisition_cost(value_total, cost_total) -%}
    cast({{ value_total }} as double) / nullif(cast({{ cost_total }} as double), 0)
{%- endmacro %}
