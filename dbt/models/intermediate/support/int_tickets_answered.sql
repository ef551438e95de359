-- Two look-ups of a day say how much opening time lies between two moments: no request meets the days in between.
select
    tickets.source,
    tickets.ticket_id,
    tickets.customer_key,
    coalesce(customers.segment, 'unknown') as segment,
    coalesce(tickets.channel, 'unknown') as channel,
    coalesce(tickets.topic, 'unknown') as topic,
    coalesce(customers.account_owner, 'unknown') as account_owner,
    tickets.first_response_minutes,
    coalesce(
        tickets.own_first_response_business_minutes,
        (
            {{ open_microseconds_until('tickets.first_responded_at', 'hours_at_response') }}
            - ({{ open_microseconds_until('tickets.requested_at', 'hours_at_request') }})
        ) / 60e6
    ) as first_response_business_minutes,
    tickets.is_opened_by_agent,
    {{ is_within_target('tickets.first_response_minutes') }} as is_within_target,
    {{ cx_local_day('tickets.requested_at', 'days') }} as requested_on,
    tickets.requested_at,
    tickets.first_responded_at
from {{ ref('int_tickets_timed') }} as tickets
left join {{ ref('int_open_hours_cumulated') }} as hours_at_request
    on
        tickets.schedule = hours_at_request.schedule
        and cast(tickets.requested_at as date) = hours_at_request.day
left join {{ ref('int_open_hours_cumulated') }} as hours_at_response
    on
        tickets.schedule = hours_at_response.schedule
        and cast(tickets.first_responded_at as date) = hours_at_response.day
left join {{ ref('int_days_localised') }} as days on cast(tickets.requested_at as date) = days.day
left join {{ ref('stg_crm__customers') }} as customers on tickets.customer_key = customers.customer_key
