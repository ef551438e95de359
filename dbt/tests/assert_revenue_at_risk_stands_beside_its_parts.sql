-- An amount that is the product of shown figures tells nothing of hidden ones; and no more is at risk than there is.
select *
from {{ ref('nps_economics') }}
where
    (revenue_at_risk is not null and (
        nps_band <> 'detractor'
        or customers is null
        or annual_revenue_mean is null
        or churn_rate_12_months is null
    ))
    or (customers is null and coalesce(annual_revenue_mean, clv_mean) is not null)
    or (customers is null and not is_suppressed)
    or (is_churn_suppressed and churn_rate_12_months is not null)
    or customers between 1 and 4
    or churn_rate_12_months < 0
    or churn_rate_12_months > 100
    -- Half a unit of the mean's last digit, and of the amount's.
    or abs(revenue_at_risk) > (abs(annual_revenue_mean) + 0.005) * customers * churn_rate_12_months / 100e0 + 0.005
