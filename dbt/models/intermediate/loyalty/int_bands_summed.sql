{{ config(materialized='ephemeral') }}

-- 'none' are all others in the segment's own figures: never published, but whoever has those can subtract.
with held as (

    select
        segment,
        coalesce(nps_band, 'none') as nps_band,
        count(*) filter (where is_active) as customers,
        count(annual_revenue) filter (where is_active) as revenue_known,
        sum(annual_revenue) filter (where is_active) as revenue_total,
        count(clv) as clv_known,
        sum(clv) as clv_total,
        month
    from {{ ref('int_customers_banded') }}
    group by segment, coalesce(nps_band, 'none'), month

),

figures as (

    {% for metric, source, people, numerator, denominator, value in [
        ('band_customers', 'held', 'customers', 'customers', 'null', 'customers'),
        (
            'band_annual_revenue', 'held', 'revenue_known', 'revenue_total', 'revenue_known',
            'cast(revenue_total as double) / nullif(revenue_known, 0)'
        ),
        ('band_clv', 'held', 'clv_known', 'clv_total', 'clv_known', 'cast(clv_total as double) / nullif(clv_known, 0)'),
        ('band_churn', ref('int_bands_churned'), 'people', 'lost', 'answers', churn_rate('lost', 'answers'))
    ] -%}
        select
            '{{ metric }}' as metric,
            segment || ' / ' || nps_band as member,
            cast({{ people }} as bigint) as respondent_count,
            cast({{ numerator }} as double) as numerator,
            cast({{ denominator }} as bigint) as denominator,
            cast({{ value }} as double) as value,
            month
        from {{ source }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    metric,
    'none' as survey_kind,
    'month' as period_grain,
    'segment_band' as dimension,
    member,
    respondent_count,
    numerator,
    denominator,
    value,
    month as period_start,
    {{ cx_month_end('month') }} as period_end
from figures
