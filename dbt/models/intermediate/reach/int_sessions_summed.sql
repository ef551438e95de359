-- A day counts in a rate where it knows what is counted: conversions of unknown number are not none.
with traffic as (

    select
        coalesce(traffic.channel, 'unknown') as channel,
        traffic.sessions,
        traffic.conversions,
        traffic.engaged_sessions,
        case when traffic.conversions is not null then traffic.sessions end as conversion_sessions,
        case when traffic.engaged_sessions is not null then traffic.sessions end as bounce_sessions,
        traffic.day,
        days.period_grain,
        days.period_start,
        days.period_end
    from {{ ref('stg_web__traffic') }} as traffic
    inner join {{ ref('int_days_reported') }} as days on traffic.day = days.day
    where traffic.sessions is not null

)

{% for dimension in var('reach_dimensions') -%}
    select
        period_grain,
        '{{ dimension }}' as dimension,
        {{ member_of(dimension) }} as member,
        {% for count in [
            'sessions', 'conversions', 'engaged_sessions', 'conversion_sessions', 'bounce_sessions'
        ] -%}
            cast(coalesce(sum({{ count }}), 0) as bigint) as {{ count }},
        {% endfor -%}
        min(day) as first_day,
        max(day) as last_day,
        period_start,
        period_end
    from traffic
    group by period_grain, period_start, period_end{{ ', ' ~ dimension if dimension != 'all' }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
