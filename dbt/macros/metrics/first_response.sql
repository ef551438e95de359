{#- Minutes from the request to its first response: the help desk's own figure first, then the two times. NULL while it
    waits, or where nobody knows. -#}
{% macro first_response_minutes(own_figure, requested_at, first_response_at, first_reply_at) -%}
    coalesce(
        {{ own_figure }},
        {{ dbt.datediff(requested_at, 'coalesce(' ~ first_response_at ~ ', ' ~ first_reply_at ~ ')', 'microsecond') }} / 60e6
    )
{%- endmacro %}

{#- When it was answered. Where only the duration is known, the request and the duration say it. -#}
{% macro first_responded_at(own_figure, requested_at, first_response_at, first_reply_at) -%}
    coalesce(
        {{ first_response_at }},
        {{ dbt.dateadd('second', 'cast(round(60 * ' ~ own_figure ~ ') as bigint)', requested_at) }},
        {{ first_reply_at }}
    )
{%- endmacro %}

{#- Opening time from a schedule's first day until a moment, in microseconds: what lies before the moment's UTC day, and
    what has passed of the one or two stretches in it. `hours` is that day's row of int_open_hours_cumulated. The opening
    time between two moments is the difference of the two, whole numbers, so that nothing is rounded. -#}
{% macro open_microseconds_until(moment, hours) -%}
    {{ hours }}.microseconds_before
    {%- for stretch in ['first', 'second'] %}
    + greatest(0, coalesce(
        {{ dbt.datediff(
            hours ~ '.' ~ stretch ~ '_opens_at', 'least(' ~ moment ~ ', ' ~ hours ~ '.' ~ stretch ~ '_closes_at)', 'microsecond'
        ) }}, 0
    ))
    {%- endfor %}
{%- endmacro %}

{#- Minutes of opening time between two moments, each with the row of its day. -#}
{% macro business_minutes(from_moment, from_hours, until_moment, until_hours) -%}
    (
        {{ open_microseconds_until(until_moment, until_hours) }}
        - ({{ open_microseconds_until(from_moment, from_hours) }})
    ) / 60e6
{%- endmacro %}

{#- Whether a first response of so many minutes came in time; NULL without one. -#}
{% macro is_within_target(minutes) -%}
    {{ minutes }} <= {{ var('first_response_target_minutes') }}
{%- endmacro %}
