with schedules as (

    select distinct schedule
    from {{ ref('support_schedules') }}

)

select
    tickets.source,
    tickets.ticket_id,
    tickets.customer_key,
    tickets.channel,
    tickets.topic,
    coalesce(schedules.schedule, 'default') as schedule,
    {{ first_response_minutes(
        'tickets.own_first_response_minutes',
        'tickets.requested_at', 'tickets.first_response_at', 'replies.first_reply_at'
    ) }} as first_response_minutes,
    tickets.own_first_response_business_minutes,
    coalesce(tickets.is_opened_by_agent, false) as is_opened_by_agent,
    tickets.requested_at,
    {{ first_responded_at(
        'tickets.own_first_response_minutes',
        'tickets.requested_at', 'tickets.first_response_at', 'replies.first_reply_at'
    ) }} as first_responded_at
from {{ ref('stg_support__tickets') }} as tickets
left join {{ ref('int_tickets_replied') }} as replies
    on tickets.source = replies.source and tickets.ticket_id = replies.ticket_id
left join schedules
    on tickets.source = schedules.schedule
