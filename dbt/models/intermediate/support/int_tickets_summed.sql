{{ config(materialized='ephemeral') }}

with tickets as (

    select
        coalesce(customers.segment, 'unknown') as segment,
        tickets.customer_key,
        tickets.first_response_minutes,
        {{ cx_month_start(cx_local_day('tickets.requested_at', 'days')) }} as month
    from {{ ref('stg_support__tickets') }} as tickets
    left join {{ ref('int_days_localised') }} as days on cast(tickets.requested_at as date) = days.day
    left join {{ ref('int_customers_priced') }} as customers on tickets.customer_key = customers.customer_key

),

-- Who asked is not always known: each such ticket stands for a requester of its own.
summed as (

    select
        tickets.month,
        cuts.dimension,
        case when cuts.dimension = 'segment' then tickets.segment else 'all' end as member,
        count(*) as requested,
        count(distinct tickets.customer_key) + count(*) filter (where tickets.customer_key is null) as requesters,
        count(tickets.first_response_minutes) as answered,
        count(distinct tickets.customer_key) filter (where tickets.first_response_minutes is not null)
        + count(*) filter (where tickets.customer_key is null and tickets.first_response_minutes is not null)
            as answered_requesters,
        cast(sum(cast(tickets.first_response_minutes as decimal(18, 6))) as double) as minutes_total
    from tickets
    inner join ({{ reported_cuts() }}) as cuts
        on cuts.dimension in ('all', 'segment') and cuts.period_grain = 'month'
    where tickets.month is not null
    group by
        tickets.month,
        cuts.dimension,
        case when cuts.dimension = 'segment' then tickets.segment else 'all' end

),

figures as (

    {% for metric, people, numerator, denominator, value in [
        ('tickets', 'requesters', 'requested', 'null', 'requested'),
        ('first_response_minutes', 'answered_requesters', 'minutes_total', 'answered',
            'minutes_total / nullif(answered, 0)')
    ] -%}
        select
            '{{ metric }}' as metric,
            month,
            dimension,
            member,
            cast({{ people }} as bigint) as respondent_count,
            cast({{ numerator }} as double) as numerator,
            cast({{ denominator }} as bigint) as denominator,
            cast({{ value }} as double) as value
        from summed
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    metric,
    'none' as survey_kind,
    'month' as period_grain,
    month as period_start,
    {{ cx_month_end('month') }} as period_end,
    dimension,
    member,
    respondent_count,
    numerator,
    denominator,
    value,
    {% for column in ['ci_lower', 'ci_upper', 'margin_of_error', 'mean_score'] -%}
        cast(null as double) as {{ column }},
    {% endfor -%}
    cast(null as double) as median_score
from figures
