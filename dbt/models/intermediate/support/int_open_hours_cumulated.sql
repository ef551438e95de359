-- A day of UTC meets at most two local days, hence at most two stretches of opening time; a stretch meets at most two
-- days of UTC, and is cut at midnight.
with stretches as (

    select * from {{ ref('int_open_days_localised') }}

),

pieces as (

    {% for shift in [0, 1] -%}
        {%- set midnight = dbt.dateadd('day', shift, 'cast(cast(opens_at as date) as timestamp)') %}
        select
            schedule,
            cast({{ midnight }} as date) as day,
            greatest(opens_at, {{ midnight }}) as opens_at,
            least(closes_at, {{ dbt.dateadd('day', 1, midnight) }}) as closes_at
        from stretches
        where opens_at is not null and closes_at > {{ midnight }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

days as (

    select
        schedule,
        day,
        min(opens_at) as first_opens_at,
        min(closes_at) as first_closes_at,
        case when count(*) > 1 then max(opens_at) end as second_opens_at,
        case when count(*) > 1 then max(closes_at) end as second_closes_at,
        sum({{ dbt.datediff('opens_at', 'closes_at', 'microsecond') }}) as microseconds
    from pieces
    group by schedule, day

)

select
    stretches.schedule,
    cast(coalesce(sum(days.microseconds) over (
        partition by stretches.schedule
        order by stretches.day asc nulls last
        rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as microseconds_before,
    stretches.day,
    days.first_opens_at,
    days.first_closes_at,
    days.second_opens_at,
    days.second_closes_at
from stretches
left join days on stretches.schedule = days.schedule and stretches.day = days.day
