{{ config(materialized='ephemeral') }}

-- What was booked after a day cannot be known on it: a purchase that is credited later still stood then.
with ledger as (

    select max(booked_on) as last_booked_on
    from {{ ref('int_revenue_converted') }}

),

-- Beyond the last booking of all nobody has looked: to be silent there is no sign of having left.
observations as (

    select
        last_booked_on as observed_until,
        true as is_current
    from ledger
    union all
    select
        cast({{ dbt.dateadd('day', -var('lifetime_holdout_days'), 'last_booked_on') }} as date) as observed_until,
        false as is_current
    from ledger

),

days as (

    select
        customers.customer_number,
        revenue.booked_on,
        sum(revenue.amount) filter (where revenue.kind in ('order', 'invoice')) as amount,
        sum(case when revenue.kind in ('order', 'invoice') then 0 else 1 end) as contract_bookings
    from {{ ref('int_revenue_converted') }} as revenue
    inner join {{ ref('int_customers_priced') }} as customers on revenue.customer_key = customers.customer_key
    group by customers.customer_number, revenue.booked_on

),

-- A day that comes to more than nothing is a purchase; any other takes its credits off the purchase before it.
counted as (

    select
        observations.observed_until,
        observations.is_current,
        days.customer_number,
        days.booked_on,
        days.amount,
        sum(case when days.amount > 0 then 1 else 0 end) over customer_so_far as purchase_number,
        sum(days.contract_bookings) over customer_in_all > 0 as has_contract
    from days
    inner join observations on days.booked_on <= observations.observed_until
    window
        customer_so_far as (
            partition by observations.is_current, days.customer_number
            order by days.booked_on asc nulls last
            rows between unbounded preceding and current row
        ),
        customer_in_all as (partition by observations.is_current, days.customer_number)

)

select
    observed_until,
    customer_number,
    sum(amount) as amount,
    has_contract,
    is_current,
    min(booked_on) as purchased_on
from counted
where purchase_number > 0
group by observed_until, is_current, customer_number, purchase_number, has_contract
having sum(amount) > 0
