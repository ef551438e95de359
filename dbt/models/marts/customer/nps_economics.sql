with bands as (

    select
        nps_band,
        ' / ' || nps_band as ending
    from {{ ref('nps_bands') }}
    group by nps_band

),

-- A segment may have a stroke in its own name: what stands before the band is the segment.
metrics as (

    select
        metrics.*,
        left(metrics.member, length(metrics.member) - length(bands.ending)) as segment,
        bands.nps_band
    from {{ ref('int_metrics_suppressed') }} as metrics
    inner join bands on right(metrics.member, length(bands.ending)) = bands.ending
    where metrics.dimension = 'segment_band'

),

-- Where answers are measured and nobody is in the band any more, there are 0 customers.
pivoted as (

    select
        segment,
        nps_band,
        case
            when not bool_or(metric = 'band_customers') then 0
            else max(case when metric = 'band_customers' then value end)
        end as customers,
        max(case when metric = 'band_annual_revenue' then value end) as annual_revenue_mean,
        max(case when metric = 'band_annual_revenue' then numerator end) as annual_revenue_total,
        max(case when metric = 'band_clv' then value end) as clv_mean,
        max(case when metric = 'band_churn' then value end) as churn_rate_12_months,
        bool_or(metric <> 'band_churn' and is_suppressed) as is_suppressed,
        bool_or(metric = 'band_churn' and is_suppressed) as is_churn_suppressed,
        period_start,
        period_end
    from metrics
    group by segment, nps_band, period_start, period_end

)

-- Means of customers whose number is hidden stay hidden with it, although they may stand on enough people themselves.
select
    period_start,
    period_end,
    segment,
    nps_band,
    cast(customers as bigint) as customers,
    case when customers is not null then {{ money('annual_revenue_mean') }} end as annual_revenue_mean,
    case when customers is not null then {{ money('clv_mean') }} end as clv_mean,
    churn_rate_12_months,
    case
        when nps_band = 'detractor' and customers is not null
            then {{ money(revenue_at_risk('annual_revenue_total', 'churn_rate_12_months')) }}
    end as revenue_at_risk,
    is_suppressed,
    is_churn_suppressed
from pivoted
order by period_start asc nulls last, segment asc nulls last, nps_band asc nulls last
