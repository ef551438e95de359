with files as (

    select
        *,
        row_number() over (
            partition by source, file_path
            order by loaded_at desc nulls last, file_id desc nulls last
        ) as recency
    from {{ source('raw', 'ingested_files') }}

)

select
    source,
    file_path,
    file_id,
    status,
    reason,
    top_reject_reason,
    cast(rows_read as bigint) as rows_read,
    cast(rows_loaded as bigint) as rows_loaded,
    cast(rows_rejected as bigint) as rows_rejected,
    cast(rows_dropped as bigint) as rows_dropped,
    cast(answers_rejected as bigint) as answers_rejected,
    cast(unmapped_values as bigint) as unmapped_values,
    loaded_at
from files
where recency = 1
