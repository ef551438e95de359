with initiatives as (

    select
        *,
        row_number() over (
            partition by initiative_id
            order by file_path desc nulls last, row_number desc nulls last, source desc nulls last
        ) as recency
    from {{ source('raw', 'initiatives') }}

)

select
    initiative_id,
    name,
    lower(target_dimension) as target_dimension,
    target_member,
    upper(currency) as currency,
    cost,
    started_on
from initiatives
where recency = 1
