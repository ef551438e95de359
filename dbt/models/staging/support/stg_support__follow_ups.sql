with follow_ups as (

    select
        *,
        row_number() over (
            partition by source, follow_up_id
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'follow_ups') }}

)

select
    source,
    follow_up_id,
    response_id,
    customer_key,
    owner,
    status as written_status,
    opened_at,
    contacted_at,
    closed_at
from follow_ups
where recency = 1
