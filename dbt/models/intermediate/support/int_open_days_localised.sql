{{ config(materialized='ephemeral') }}

-- Days are counted out from numbers: the 274 years that five digits give are more than there are requests.
with numbers as (

    {{ cx_whole_numbers(5) }}

),

-- Every time zone's name of a day is at most one beside that of UTC.
span as (

    select
        cast({{ dbt.dateadd('day', -1, 'min(requested_at)') }} as date) as first_day,
        cast({{ dbt.dateadd('day', 1, 'max(first_responded_at)') }} as date) as last_day
    from {{ ref('int_tickets_timed') }}
    where first_responded_at is not null

),

days as (

    select cast({{ dbt.dateadd('day', 'numbers.number', 'span.first_day') }} as date) as day
    from span
    inner join numbers on numbers.number <= {{ dbt.datediff('span.first_day', 'span.last_day', 'day') }}

),

schedules as (

    select distinct schedule
    from {{ ref('support_schedules') }}

),

hours as (

    select
        schedule,
        weekday,
        time_zone,
        calendar,
        60 * cast({{ dbt.split_part('opens_at', "':'", 1) }} as integer)
        + cast({{ dbt.split_part('opens_at', "':'", 2) }} as integer) as opening_minute,
        60 * cast({{ dbt.split_part('closes_at', "':'", 1) }} as integer)
        + cast({{ dbt.split_part('closes_at', "':'", 2) }} as integer) as closing_minute
    from {{ ref('support_schedules') }}

)

select
    schedules.schedule,
    days.day,
    {%- for column, minute in [('opens_at', 'opening_minute'), ('closes_at', 'closing_minute')] %}
        {%- set wall_clock = dbt.dateadd('minute', 'hours.' ~ minute, 'cast(days.day as timestamp)') %}
        case when holidays.day is null then {{ cx_utc_time(wall_clock, 'hours.time_zone') }} end as {{ column }}
        {%- if not loop.last %},{% endif %}
    {%- endfor %}
from days
cross join schedules
left join hours
    on schedules.schedule = hours.schedule and {{ cx_weekday('days.day') }} = hours.weekday
left join {{ ref('public_holidays') }} as holidays
    on hours.calendar = holidays.calendar and days.day = holidays.day
