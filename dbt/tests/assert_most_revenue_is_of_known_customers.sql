{{ config(severity='warn') }}

-- Revenue of nobody, and of customers whom the CRM does not know, is in no customer's value: an id is missing or wrong
-- in one of the two, as a rule. Without a CRM there is nothing to know.
with booked as (

    select
        count(*) as bookings,
        count(*) filter (where customers.customer_key is null) as unknown_bookings
    from {{ ref('int_revenue_converted') }} as revenue
    left join {{ ref('stg_crm__customers') }} as customers on revenue.customer_key = customers.customer_key

),

crm as (

    select count(*) as customers
    from {{ ref('stg_crm__customers') }}

)

select
    booked.bookings,
    booked.unknown_bookings
from booked
cross join crm
where
    crm.customers > 0
    and booked.unknown_bookings > {{ var('unknown_customer_share') }} * booked.bookings
