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
