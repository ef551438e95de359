{{ config(materialized='ephemeral') }}

-- Of `base` so many are `good` and, of mentions, so many `bad`. Nobody knows the people behind mentions and sessions:
-- each stands for a person of its own. Sessions by themselves are for touchpoint_scorecard, which has months of the
-- whole; metric_values leaves them out.
with figures as (

    {% for metric, base, good, bad, value, model, months_only in [
        ('net_sentiment', 'mentions', 'positive', 'negative', net_sentiment('positive', 'negative', 'mentions'),
            'int_mentions_summed', false),
        ('conversion_rate', 'conversion_sessions', 'conversions', '0',
            conversion_rate('conversions', 'conversion_sessions'), 'int_sessions_summed', false),
        ('bounce_rate', 'bounce_sessions', 'bounce_sessions - engaged_sessions', '0',
            bounce_rate('engaged_sessions', 'bounce_sessions'), 'int_sessions_summed', false),
        ('sessions', 'sessions', 'sessions', '0', 'sessions', 'int_sessions_summed', true)
    ] -%}
        select
            '{{ metric }}' as metric,
            period_grain,
            dimension,
            member,
            {{ base }} as base,
            {{ good }} as good,
            {{ bad }} as bad,
            cast({{ value }} as double) as value,
            first_day,
            last_day,
            period_start,
            period_end
        from {{ ref(model) }}
        {% if months_only %}where period_grain = 'month' and dimension = 'all'{% endif %}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Tools count events: more conversions than sessions are no share, and have no interval.
bounded as (

    select
        *,
        {% for part, net_score, share in [
            ('centre', adjusted_wald_centre('good', 'bad', 'base'), wilson_centre('good', 'base')),
            ('half_width', adjusted_wald_half_width('good', 'bad', 'base'), wilson_half_width('good', 'base'))
        ] -%}
            case
                when value is null then null
                when metric = 'net_sentiment' then {{ net_score }}
                when metric in ('conversion_rate', 'bounce_rate') and good >= 0 and good <= base then {{ share }}
            end as {{ part }},
        {% endfor -%}
        case when metric = 'net_sentiment' then -1e0 else 0e0 end as lowest_share
    from figures

)

select
    bounded.metric,
    'none' as survey_kind,
    bounded.period_grain,
    bounded.dimension,
    bounded.member,
    bounded.base as respondent_count,
    case when bounded.value is not null then cast(bounded.good - bounded.bad as double) end as numerator,
    case when bounded.metric <> 'sessions' then bounded.base end as denominator,
    bounded.value,
    100e0 * {{ interval_lower('bounded.centre', 'bounded.half_width', 'bounded.lowest_share') }} as ci_lower,
    100e0 * {{ interval_upper('bounded.centre', 'bounded.half_width', '1e0') }} as ci_upper,
    case when bounded.metric = 'net_sentiment' then 100e0 * bounded.half_width end as margin_of_error,
    case when bounded.metric = 'net_sentiment' then cast(bounded.bad as double) end as negatives,
    coalesce(bounded.period_start, min(bounded.first_day) over (partition by bounded.metric)) as period_start,
    coalesce(bounded.period_end, greatest(runs.as_of, max(bounded.last_day) over (partition by bounded.metric)))
        as period_end
from bounded
cross join {{ ref('stg_ingest__runs') }} as runs
