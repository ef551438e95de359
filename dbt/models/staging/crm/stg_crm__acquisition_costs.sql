with acquisition_costs as (

    select
        *,
        row_number() over (
            partition by source, segment, month
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'acquisition_costs') }}

)

select
    source,
    segment,
    upper(currency) as currency,
    spend,
    month
from acquisition_costs
where recency = 1
