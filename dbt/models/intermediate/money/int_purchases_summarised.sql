with purchases as (

    select
        *,
        row_number() over (partition by is_current, customer_number order by purchased_on asc nulls last)
            as purchase_number
    from {{ ref('int_purchases_netted') }}

),

summarised as (

    select
        customer_number,
        observed_until,
        is_current,
        has_contract,
        count(*) - 1 as repeat_purchases,
        sum(case when purchase_number > 1 then amount end) as repeat_amount,
        min(purchased_on) as first_on,
        max(purchased_on) as last_on
    from purchases
    group by customer_number, observed_until, is_current, has_contract

),

timed as (

    select
        summarised.*,
        case when summarised.is_current then runs.as_of else summarised.observed_until end as judged_on,
        {{ dbt.datediff('first_on', 'last_on', 'day') }}
            as recency_days,
        {{ dbt.datediff('first_on', 'observed_until', 'day') }}
            as tenure_days
    from summarised
    cross join {{ ref('stg_ingest__runs') }} as runs

),

tested as (

    select distinct observed_until
    from purchases
    where not is_current

),

later as (

    select
        current_purchases.customer_number,
        count(*) as later_purchases,
        sum(current_purchases.amount) as later_amount
    from purchases as current_purchases
    inner join tested on current_purchases.purchased_on > tested.observed_until
    where current_purchases.is_current
    group by current_purchases.customer_number

)

select
    customers.customer_key,
    timed.customer_number,
    coalesce(customers.segment, 'unknown') as segment,
    timed.repeat_purchases,
    timed.recency_days,
    timed.tenure_days,
    cast(timed.repeat_amount as double) / nullif(timed.repeat_purchases, 0) as mean_repeat_amount,
    case when timed.is_current then {{ var('lifetime_horizon_days') }} else {{ var('lifetime_holdout_days') }} end
        as days_ahead,
    case when not timed.is_current then coalesce(later.later_purchases, 0) end as later_purchases,
    case when not timed.is_current then coalesce(later.later_amount, 0) end as later_amount,
    timed.is_current,
    {{ is_customer_on('customers.acquired_on', 'customers.churned_on', 'timed.judged_on') }} as is_active,
    timed.observed_until
from timed
inner join {{ ref('int_customers_priced') }} as customers on timed.customer_number = customers.customer_number
left join later on timed.customer_number = later.customer_number
where not timed.has_contract
