{{ config(severity='warn') }}

-- Events of a request that no export brought, or that several help desks gave the same number, say nothing: an export
-- is missing, or the numbers need a prefix.
with requests as (

    select
        ticket_id,
        count(*) as namesakes
    from {{ ref('stg_support__tickets') }}
    group by ticket_id

)

select
    events.source,
    events.ticket_id,
    coalesce(max(requests.namesakes), 0) as namesakes
from {{ ref('stg_support__ticket_events') }} as events
left join requests on events.ticket_id = requests.ticket_id
where coalesce(requests.namesakes, 0) <> 1
group by events.source, events.ticket_id
