-- What nobody could read a sentiment from is no neutral mention: it is left out.
with mentions as (

    select
        coalesce(mentions.channel, 'unknown') as channel,
        mentions.sentiment_points,
        mentions.mentioned_on,
        days.period_grain,
        days.period_start,
        days.period_end
    from {{ ref('int_mentions_read') }} as mentions
    inner join {{ ref('int_days_reported') }} as days on mentions.mentioned_on = days.day
    where mentions.sentiment_points is not null

)

{% for dimension in var('reach_dimensions') -%}
    select
        period_grain,
        '{{ dimension }}' as dimension,
        {{ member_of(dimension) }} as member,
        count(*) as mentions,
        count(*) filter (where sentiment_points > 0) as positive,
        count(*) filter (where sentiment_points < 0) as negative,
        min(mentioned_on) as first_day,
        max(mentioned_on) as last_day,
        period_start,
        period_end
    from mentions
    group by period_grain, period_start, period_end{{ ', ' ~ dimension if dimension != 'all' }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
