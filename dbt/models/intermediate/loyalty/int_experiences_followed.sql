{{ config(materialized='ephemeral') }}

with experiences as (

    select * from {{ ref('int_experiences_judged') }}

),

-- A credit note is no purchase, and takes none back: who returned, returned.
events as (

    select
        experience,
        customer_key,
        segment,
        month,
        experienced_on as day
    from experiences

    union all

    select
        cast(null as {{ dbt.type_string() }}) as experience,
        customer_key,
        cast(null as {{ dbt.type_string() }}) as segment,
        cast(null as date) as month,
        booked_on as day
    from {{ ref('int_revenue_converted') }}
    where amount > 0 and customer_key in (select experiences.customer_key from experiences)

),

-- A purchase on the day itself came before: it is what the customer speaks of, or nobody knows the hour.
followed as (

    select
        *,
        count(*) filter (where experience is null) over (
            partition by customer_key order by day asc nulls last
            range between unbounded preceding and current row
        ) > 0 as has_bought,
        count(*) filter (where experience is null) over (
            partition by customer_key order by day asc nulls last
            range between interval '1' day following and interval '{{ var("repurchase_days") }}' day following
        ) > 0 as has_returned
    from events

)

select
    experience,
    customer_key,
    segment,
    has_returned,
    month,
    day as experienced_on
from followed
where experience is not null and has_bought
