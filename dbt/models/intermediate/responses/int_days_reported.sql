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
),

windows as (

    select
        days.day,
        runs.as_of,
        {{ cx_windows_containing('days.day', 'runs.as_of') }} as window_count
    from days
    cross join {{ ref('stg_ingest__runs') }} as runs

)

{% for grain in ['month', 'quarter', 'year'] -%}
    select
        day,
        '{{ grain }}' as period_grain,
        {{ cx_period_start(grain, 'day') }} as period_start,
        {{ cx_period_end(grain, 'day') }} as period_end
    from windows
    union all
{% endfor -%}
{% for offset in cx_window_offsets() -%}
    select
        day,
        'trailing_90_days' as period_grain,
        {{ cx_window_start(cx_window_end('day', offset, 'as_of')) }} as period_start,
        {{ cx_window_end('day', offset, 'as_of') }} as period_end
    from windows
    where window_count > {{ offset }}
    union all
{% endfor -%}
select
    day,
    'all_time' as period_grain,
    cast(null as date) as period_start,
    cast(null as date) as period_end
from windows
