-- Days as they are called in the business time zone lie at most one beside those of UTC.
with utc_days as (

    select day
    from {{ ref('int_days_localised') }}

),

days as (

    {% for shift in [-1, 0, 1] -%}
        select cast({{ dbt.dateadd('day', shift, 'day') }} as date) as day
        from utc_days
        {% if not loop.last %}union{% endif %}
    {% endfor %}
)

select
    days.day,
    12 * extract(year from days.day) + extract(month from days.day) as month_number,
    {{ cx_windows_containing('days.day', 'runs.as_of') }} as window_count,
    {{ cx_month_start('days.day') }} as month,
    runs.as_of
from days
cross join {{ ref('stg_ingest__runs') }} as runs
where days.day is not null
