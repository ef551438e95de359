{#- The wall-clock time in `time_zone` of a UTC timestamp without zone. -#}
{% macro cx_local_time(utc_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('cx_local_time')(utc_timestamp, time_zone)) }}
{%- endmacro %}

{% macro duckdb__cx_local_time(utc_timestamp, time_zone) -%}
    timezone({{ time_zone }}, timezone('UTC', {{ utc_timestamp }}))
{%- endmacro %}

{% macro spark__cx_local_time(utc_timestamp, time_zone) -%}
    from_utc_timestamp({{ utc_timestamp }}, {{ time_zone }})
{%- endmacro %}

{#- The day in the business time zone of a UTC timestamp, by the row of int_days_localised for its UTC day. -#}
{% macro cx_local_day(utc_timestamp, days) -%}
    coalesce(
        cast({{ dbt.dateadd('minute', days ~ '.offset_minutes', utc_timestamp) }} as date),
        cast({{ cx_local_time(utc_timestamp, days ~ '.business_timezone') }} as date)
    )
{%- endmacro %}
