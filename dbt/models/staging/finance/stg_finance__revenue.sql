with revenue as (

    select
        *,
        row_number() over (
            partition by source, revenue_id
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'revenue') }}

)

select
    source,
    revenue_id,
    customer_key,
    kind,
    upper(currency) as currency,
    amount,
    booked_on
from revenue
where recency = 1
