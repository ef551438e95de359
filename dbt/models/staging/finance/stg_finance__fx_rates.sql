with fx_rates as (

    select
        *,
        row_number() over (
            partition by day, upper(currency)
            order by file_path desc nulls last, row_number desc nulls last, source desc nulls last
        ) as recency
    from {{ source('raw', 'fx_rates') }}

)

select
    day,
    upper(currency) as currency,
    rate
from fx_rates
where recency = 1
