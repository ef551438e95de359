-- A line of the seed that opens after it closes would count negative time; without a default schedule nothing is
-- counted.
with hours as (

    select
        *,
        60 * cast({{ dbt.split_part('opens_at', "':'", 1) }} as integer)
        + cast({{ dbt.split_part('opens_at', "':'", 2) }} as integer) as opening_minute,
        60 * cast({{ dbt.split_part('closes_at', "':'", 1) }} as integer)
        + cast({{ dbt.split_part('closes_at', "':'", 2) }} as integer) as closing_minute
    from {{ ref('support_schedules') }}

)

select
    schedule,
    weekday,
    opens_at,
    closes_at
from hours
where opening_minute < 0 or opening_minute >= closing_minute or closing_minute > 1440 or weekday not between 1 and 7
union all
select
    'default' as schedule,
    cast(null as integer) as weekday,
    cast(null as {{ dbt.type_string() }}) as opens_at,
    cast(null as {{ dbt.type_string() }}) as closes_at
from hours
having count(*) filter (where schedule = 'default') = 0
