with versions as (

    select
        customer_key,
        segment,
        persona,
        country,
        industry,
        account_owner,
        cast(dbt_valid_from as date) as valid_from,
        dbt_valid_to
    from {{ ref('customer_versions') }}
    -- What was changed again on the same day never was the last word of a day.
    where dbt_valid_to is null or dbt_valid_to > dbt_valid_from

),

-- The end is taken from the version that follows, so that no day can have two of them.
followed as (

    select
        *,
        lead(valid_from) over (partition by customer_key order by valid_from asc nulls first) as next_from
    from versions

)

select
    followed.customer_key,
    customers.customer_number,
    followed.segment,
    followed.persona,
    followed.country,
    followed.industry,
    followed.account_owner,
    followed.valid_from,
    cast({{ dbt.dateadd('day', -1, 'followed.next_from') }} as date) as valid_to
from followed
left join {{ ref('int_customers_priced') }} as customers on followed.customer_key = customers.customer_key
