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

),

invitations_without_time as (

    select
        source,
        file_path,
        count(*) as invitations
    from {{ ref('int_invitations_answered') }}
    where invited_on is null
    group by source, file_path

)

select
    files.source,
    files.file_path as file,
    files.status,
    files.top_reject_reason,
    case
        when net_scores_of_interactions.source is not null then 'NPS question in a transactional survey'
        when invitations_without_time.source is not null
            then
                'invitations without a time, in no period: '
                || cast(invitations_without_time.invitations as {{ dbt.type_string() }})
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
left join invitations_without_time
    on
        files.source = invitations_without_time.source
        and files.file_path = invitations_without_time.file_path
