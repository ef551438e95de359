{{ config(materialized='view') }}

select
    revenue.source,
    revenue.revenue_id,
    revenue.customer_key,
    revenue.kind,
    revenue.currency,
    {{ converted_amount('revenue.amount', 'revenue.currency', 'runs.reporting_currency', 'rates.rate') }} as amount,
    {{ is_rate_missing('revenue.amount', 'revenue.currency', 'runs.reporting_currency', 'rates.rate') }}
        as is_rate_missing,
    revenue.booked_on
from {{ ref('stg_finance__revenue') }} as revenue
inner join {{ ref('stg_ingest__runs') }} as runs on revenue.booked_on <= runs.as_of
left join {{ ref('int_fx_rates_filled') }} as rates
    on revenue.currency = rates.currency and revenue.booked_on = rates.day
