{{ config(materialized='ephemeral') }}

-- Events come in a source of their own, so that the number of the request is all that joins them to it. Where two help
-- desks use the same number nobody knows whose event it is: it is nobody's.
with tickets as (

    select
        source,
        ticket_id,
        requested_at,
        coalesce(is_opened_by_agent, false) as is_opened_by_agent,
        count(*) over (partition by ticket_id) as namesakes
    from {{ ref('stg_support__tickets') }}

),

-- Of a request that an agent opened the first public comment is the opening itself, though the clock of the export may
-- put it a moment before the request: it is counted before earlier events are left out.
comments as (

    select
        tickets.source,
        tickets.ticket_id,
        tickets.is_opened_by_agent,
        tickets.requested_at,
        events.happened_at,
        row_number() over (
            partition by tickets.source, tickets.ticket_id
            order by events.happened_at asc nulls last
        ) as comment_number
    from {{ ref('stg_support__ticket_events') }} as events
    inner join tickets
        on events.ticket_id = tickets.ticket_id and tickets.namesakes = 1
    where events.author = 'agent' and events.is_public

)

select
    source,
    ticket_id,
    min(happened_at) as first_reply_at
from comments
where happened_at >= requested_at and (comment_number > 1 or not is_opened_by_agent)
group by source, ticket_id
