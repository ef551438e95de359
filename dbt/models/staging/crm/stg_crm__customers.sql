with customers as (

    select
        *,
        row_number() over (
            partition by customer_key
            order by updated_at desc nulls last, file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'customers') }}

)

select
    customer_key,
    email_hash,
    segment,
    persona,
    country,
    industry,
    account_owner,
    churn_reason,
    upper(currency) as currency,
    annual_revenue,
    acquisition_cost,
    acquired_on,
    churned_on,
    updated_at
from customers
where recency = 1
