{{ config(materialized='ephemeral') }}

-- What has several grains is published in all of them, the others are for the scorecards of a month.
with figures as (

    {% for metric, people, numerator, denominator, value, median, has_grains in [
        ('clv', 'valued', 'clv_total', 'valued', 'cast(clv_total as double) / nullif(valued, 0)', 'clv_median', true),
        ('projected_clv', 'projected', 'projected_total', 'projected',
            'cast(projected_total as double) / nullif(projected, 0)', 'projected_median', true),
        ('clv_to_acquisition_cost', 'valued', 'null', 'null',
            clv_to_acquisition_cost('clv_total', 'valued_cost'), 'null', false),
        ('projected_clv_to_acquisition_cost', 'projected', 'null', 'null',
            clv_to_acquisition_cost('projected_total', 'projected_cost'), 'null', false),
        ('annual_revenue', 'known', 'revenue_total', 'known', 'cast(revenue_total as double) / nullif(known, 0)',
            'null', false),
        ('customers', 'active', 'active', 'null', 'active', 'null', false),
        ('clv_unknown_customers', 'acquired - valued', 'acquired - valued', 'null', 'acquired - valued', 'null', false)
    ] -%}
        select
            '{{ metric }}' as metric,
            month, dimension, member,
            {{ people }} as respondent_count,
            cast({{ numerator }} as double) as numerator,
            cast({{ denominator }} as bigint) as denominator,
            cast({{ value }} as double) as value,
            cast({{ median }} as double) as median_score,
            {{ has_grains }} as has_grains
        from {{ ref('int_customers_totalled') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    figures.metric,
    'none' as survey_kind,
    periods.period_grain,
    periods.period_start,
    periods.period_end,
    {% for column in ['dimension', 'member', 'respondent_count', 'numerator', 'denominator', 'value'] -%}
        figures.{{ column }},
    {% endfor -%}
    figures.median_score
from figures
inner join {{ ref('int_periods_valued') }} as periods
    on
        figures.month = periods.month
        and periods.period_grain <> 'twelve_months'
        and (figures.has_grains or periods.period_grain = 'month')
