{{ config(materialized='ephemeral') }}

-- A month's spend is converted at the rate of the day that its record carries.
select
    costs.source,
    coalesce(costs.segment, 'unknown') as segment,
    costs.currency,
    {{ converted_amount('costs.spend', 'costs.currency', 'runs.reporting_currency', 'rates.rate') }} as spend,
    {{ is_rate_missing('costs.spend', 'costs.currency', 'runs.reporting_currency', 'rates.rate') }} as is_rate_missing,
    costs.month as booked_on
from {{ ref('stg_crm__acquisition_costs') }} as costs
inner join {{ ref('stg_ingest__runs') }} as runs on costs.month <= runs.as_of
left join {{ ref('int_fx_rates_filled') }} as rates
    on costs.currency = rates.currency and costs.month = rates.day
