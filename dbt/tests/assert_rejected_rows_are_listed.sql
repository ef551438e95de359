{{ config(severity='warn') }}

-- A row that was refused can be looked up, with its reason.
with listed as (

    select
        source,
        file_path,
        count(distinct row_number) as rejected_rows
    from {{ ref('stg_ingest__rejects') }}
    where scope = 'row'
    group by source, file_path

)

select
    files.source,
    files.file_path,
    files.rows_rejected,
    listed.rejected_rows
from {{ ref('stg_ingest__files') }} as files
left join listed on files.source = listed.source and files.file_path = listed.file_path
where files.status = 'loaded' and files.rows_rejected <> coalesce(listed.rejected_rows, 0)
