{{ config(materialized='ephemeral') }}

-- An answer lies in a period by its month; whether it counts there depends on how soon the next answer follows.
with dimensioned as (

    select * from {{ ref('int_answers_dimensioned') }}

)

{% for grain in ['month', 'quarter', 'year'] -%}
    select
        dimensioned.*,
        '{{ grain }}' as period_grain,
        {{ cx_period_start(grain, 'month') }} as period_start,
        {{ cx_period_end(grain, 'month') }} as period_end,
        months_until_next > {{ months_left_in(grain, 'month') }} as counts_in_period
    from dimensioned
    union all
{% endfor -%}
{% for offset in cx_window_offsets() -%}
    select
        dimensioned.*,
        'trailing_90_days' as period_grain,
        {{ cx_window_start(cx_window_end('dimensioned.month', offset, 'runs.as_of')) }} as period_start,
        {{ cx_window_end('dimensioned.month', offset, 'runs.as_of') }} as period_end,
        dimensioned.months_until_next > {{ offset }} as counts_in_period
    from dimensioned
    cross join {{ ref('stg_ingest__runs') }} as runs
    where dimensioned.window_count > {{ offset }}
    union all
{% endfor -%}
select
    dimensioned.*,
    'all_time' as period_grain,
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    months_until_next = 99 as counts_in_period
from dimensioned
