-- Who was contacted once has been contacted; whether that is closed says the record that was begun last.
with records as (

    select
        matched.response_id,
        records.follow_up_id,
        records.source,
        records.owner,
        statuses.status,
        records.contacted_at,
        records.closed_at,
        min(records.contacted_at) over (partition by matched.response_id) as first_contacted_at,
        max(case when statuses.status = 'contacted' then 1 else 0 end)
            over (partition by matched.response_id) as says_contacted,
        row_number() over (
            partition by matched.response_id
            order by
                coalesce(records.opened_at, records.contacted_at, records.closed_at) desc nulls last,
                records.follow_up_id desc nulls last,
                records.source desc nulls last
        ) as recency
    from {{ ref('int_follow_ups_matched') }} as matched
    inner join {{ ref('stg_support__follow_ups') }} as records
        on matched.source = records.source and matched.follow_up_id = records.follow_up_id
    left join {{ ref('follow_up_statuses') }} as statuses
        on {{ cx_folded_text('records.written_status') }} = statuses.word

)

select
    response_id,
    owner,
    first_contacted_at is not null or says_contacted = 1 as is_contacted,
    closed_at is not null or coalesce(status = 'closed', false) as is_closed,
    first_contacted_at as contacted_at,
    closed_at
from records
where recency = 1
