-- Days without a gap, so that the join compares columns with columns.
with customers as (

    select
        customer_key,
        segment,
        account_owner,
        valid_from,
        coalesce(valid_to, cast('9999-12-31' as date)) as last_valid_on
    from {{ ref('int_customers_versioned') }}

),

dated as (

    select
        tickets.*,
        {{ cx_local_day('tickets.requested_at', 'days') }} as requested_on
    from {{ ref('int_tickets_timed') }} as tickets
    left join {{ ref('int_days_localised') }} as days on cast(tickets.requested_at as date) = days.day

)

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
        {{ business_minutes(
            'tickets.requested_at', 'hours_at_request', 'tickets.first_responded_at', 'hours_at_response'
        ) }}
    ) as first_response_business_minutes,
    tickets.is_opened_by_agent,
    {{ is_within_target('tickets.first_response_minutes') }} as is_within_target,
    tickets.requested_on,
    tickets.requested_at,
    tickets.first_responded_at
from dated as tickets
left join {{ ref('int_open_hours_cumulated') }} as hours_at_request
    on
        tickets.schedule = hours_at_request.schedule
        and cast(tickets.requested_at as date) = hours_at_request.day
left join {{ ref('int_open_hours_cumulated') }} as hours_at_response
    on
        tickets.schedule = hours_at_response.schedule
        and cast(tickets.first_responded_at as date) = hours_at_response.day
left join customers
    on
        tickets.customer_key = customers.customer_key
        and tickets.requested_on >= customers.valid_from
        and tickets.requested_on <= customers.last_valid_on
