with files as (

    select * from {{ ref('stg_ingest__files') }}

),

-- Legal, but the score is meant for the relationship as a whole.
net_scores_of_interactions as (

    select distinct
        source,
        file_path
    from {{ ref('int_responses_identified') }}
    where survey_kind = 'transactional' and asks_nps

)

select
    files.source,
    files.file_path as file,
    files.status,
    files.top_reject_reason,
    case
        when net_scores_of_interactions.source is not null then 'NPS question in a transactional survey'
    end as remark,
    files.rows_read,
    files.rows_loaded,
    files.rows_rejected,
    files.rows_dropped,
    files.unmapped_values,
    files.loaded_at
from files
left join net_scores_of_interactions
    on
        files.source = net_scores_of_interactions.source
        and files.file_path = net_scores_of_interactions.file_path
