{#- The UTC timestamp without zone at which a clock in `time_zone` shows `local_timestamp`: the other way round of
    cx_local_time. -#}
{% macro cx_utc_time(local_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('cx_utc_time')(local_timestamp, time_zone)) }}
{%- endmacro %}

{% macro duckdb__cx_utc_time(local_timestamp, time_zone) -%}
    timezone('UTC', timezone({{ time_zone }}, {{ local_timestamp }}))
{%- endmacro %}

{% macro spark__cx_utc_time(local_timestamp, time_zone) -%}
    to_utc_timestamp({{ local_timestamp }}, {{ time_zone }})
{%- endmacro %}
