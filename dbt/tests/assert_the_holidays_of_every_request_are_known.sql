{{ config(severity='warn') }}

-- Beyond the last year of its calendar a schedule is open on Christmas Day.
with calendars as (

    select
        schedules.schedule,
        holidays.calendar,
        min({{ cx_period_start('year', 'holidays.day') }}) as first_day,
        max({{ cx_period_end('year', 'holidays.day') }}) as last_day
    from {{ ref('support_schedules') }} as schedules
    left join {{ ref('public_holidays') }} as holidays on schedules.calendar = holidays.calendar
    where schedules.calendar is not null
    group by schedules.schedule, holidays.calendar

)

select
    tickets.source,
    tickets.ticket_id,
    tickets.schedule,
    tickets.requested_at,
    tickets.first_responded_at
from {{ ref('int_tickets_timed') }} as tickets
inner join calendars on tickets.schedule = calendars.schedule
where
    tickets.first_responded_at is not null
    and tickets.own_first_response_business_minutes is null
    and (
        calendars.calendar is null
        or cast(tickets.requested_at as date) < calendars.first_day
        or cast(tickets.first_responded_at as date) > calendars.last_day
    )
