with windows as (

    select * from {{ ref('int_days_windowed') }}

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
