{{ config(store_failures=true, alias='amounts_without_a_rate') }}

-- What cannot be converted is not left out of a sum: the run stops, and names the currency and the day.
select
    'revenue' as record,
    currency,
    booked_on as day,
    count(*) as amounts
from {{ ref('int_revenue_converted') }}
where is_rate_missing
group by currency, booked_on

union all

select
    'acquisition_costs' as record,
    currency,
    booked_on as day,
    count(*) as amounts
from {{ ref('int_acquisition_costs_converted') }}
where is_rate_missing
group by currency, booked_on

union all

select
    'customers' as record,
    customers.currency,
    runs.as_of as day,
    count(*) as amounts
from {{ ref('int_customers_priced') }} as customers
cross join {{ ref('stg_ingest__runs') }} as runs
where customers.is_rate_missing
group by customers.currency, runs.as_of

union all

select
    'initiatives' as record,
    currency,
    priced_on as day,
    count(*) as amounts
from {{ ref('int_initiatives_priced') }}
where is_rate_missing
group by currency, priced_on
