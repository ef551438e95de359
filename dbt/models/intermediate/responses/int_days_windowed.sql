-- Days as they are called in the business time zone lie at most one beside those of UTC.
with utc_days as (

    select day
    from {{ ref('int_days_localised') }}

),

days as (

    {% for shift in [-1, 0, 1] -%}
        select cast({{ dbt.dateadd('day', shift, 'day') }} as date) as day
        from utc_days
        union
    {% endfor -%}
    -- Visits come by the day, as the website's own tool calls it.
    select day
    from {{ ref('stg_web__traffic') }}

)

select
    days.day,
    12 * year(days.day) + month(days.day) as month_number,
    {{ cx_windows_containing('days.day', 'runs.as_of') }} as window_count,
    {{ cx_month_start('days.day') }} as month,
    runs.as_of
from days
cross join {{ ref('stg_ingest__runs') }} as runs
where days.day is not null
