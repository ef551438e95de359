{#- First and last day of the month, quarter or year that a day lies in, as dates. -#}
{% macro cx_period_start(period_grain, day) -%}
    cast({{ dbt.date_trunc(period_grain, day) }} as date)
{%- endmacro %}

{% macro cx_period_end(period_grain, day) -%}
    cast({{ dbt.last_day(day, period_grain) }} as date)
{%- endmacro %}

{#- Trailing windows. One ends on the last day of each month, that of the running month on the as-of day; none ends later.
    A day lies in the window of its own month, and in those of the months that follow as long as they reach back to it:
    `offset` counts the months from the day's own. 90 days never reach back over more than four month ends. -#}
{% macro cx_window_offsets() -%}
    {{ return(range(4)) }}
{%- endmacro %}

{% macro cx_window_end(day, offset, as_of) -%}
    least({{ cx_month_end('cast(' ~ dbt.dateadd('month', offset, cx_month_start(day)) ~ ' as date)') }}, {{ as_of }})
{%- endmacro %}

{% macro cx_window_start(window_end) -%}
    cast({{ dbt.dateadd('day', 1 - var('trailing_days'), window_end) }} as date)
{%- endmacro %}

{#- In how many successive windows a day lies, from that of its own month on: 0 after the as-of day. -#}
{% macro cx_windows_containing(day, as_of) -%}
    case
        when {{ day }} > {{ as_of }} then 0
        {%- for offset in cx_window_offsets() | reverse %}
        {%- if offset > 0 %}
        when
            {{ day }} >= {{ cx_window_start(cx_window_end(day, offset, as_of)) }}
            and {{ cx_month_start(day) }} <= cast({{ dbt.dateadd('month', -offset, as_of) }} as date)
            then {{ offset + 1 }}
        {%- endif %}
        {%- endfor %}
        else 1
    end
{%- endmacro %}

{#- Whole months from a day's own to that of the next answer: 0 in the same month, 13 for any later one than the year's end
    can need, 99 where none follows. A response counts in a period that ends with the n-th month after its own when this is
    greater than n: month, quarter, year, all time and trailing windows ask the same number. -#}
{% macro months_until(next_month_number, month_number) -%}
    case
        when {{ next_month_number }} is null then 99
        else cast(least({{ next_month_number }} - {{ month_number }}, 13) as integer)
    end
{%- endmacro %}

{#- How many months of a period come after the month of a day. -#}
{% macro months_left_in(period_grain, day) -%}
    {{ {
        'month': '0', 'quarter': '2 - (month(' ~ day ~ ') - 1) % 3', 'year': '12 - month(' ~ day ~ ')'
    }[period_grain] }}
{%- endmacro %}

{#- Every period that a row lies in by its month, and whether what it holds counts there: `counts_in_period` asks its
    `months_until_next`. All time has no start and no end here. Rows with month, window_count and months_until_next. -#}
{% macro placed_in_periods(relation) -%}
    {% for grain in ['month', 'quarter', 'year'] -%}
        select
            {{ relation }}.*,
            '{{ grain }}' as period_grain,
            {{ cx_period_start(grain, 'month') }} as period_start,
            {{ cx_period_end(grain, 'month') }} as period_end,
            months_until_next > {{ months_left_in(grain, 'month') }} as counts_in_period
        from {{ relation }}
        union all
    {% endfor -%}
    {% for offset in cx_window_offsets() -%}
        select
            {{ relation }}.*,
            'trailing_90_days' as period_grain,
            {{ cx_window_start(cx_window_end(relation ~ '.month', offset, 'runs.as_of')) }} as period_start,
            {{ cx_window_end(relation ~ '.month', offset, 'runs.as_of') }} as period_end,
            {{ relation }}.months_until_next > {{ offset }} as counts_in_period
        from {{ relation }}
        cross join {{ ref('stg_ingest__runs') }} as runs
        where {{ relation }}.window_count > {{ offset }}
        union all
    {% endfor -%}
    select
        {{ relation }}.*,
        'all_time' as period_grain,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        months_until_next = 99 as counts_in_period
    from {{ relation }}
{%- endmacro %}
