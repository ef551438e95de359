{{ config(severity='warn') }}

-- A word that means nothing here leaves the follow-up to its times alone: add it to the seed follow_up_statuses.
select
    records.source,
    records.written_status,
    count(*) as records
from {{ ref('stg_support__follow_ups') }} as records
left join {{ ref('follow_up_statuses') }} as statuses
    on {{ cx_folded_text('records.written_status') }} = statuses.word
where records.written_status is not null and statuses.word is null
group by records.source, records.written_status
