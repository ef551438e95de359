with months as (

    select
        topics.*,
        {{ cx_month_end('topics.month') }} <= runs.as_of as is_complete,
        row_number() over (
            partition by topics.dimension, topics.member
            order by topics.month asc nulls last
        ) as month_number
    from {{ ref('int_topics_continued') }} as topics
    cross join {{ ref('stg_ingest__runs') }} as runs

),

known as (

    select
        *,
        cast(tickets as bigint) as requests,
        case when tickets is not null then cast(month_number as bigint) end as known_month
    from months

),

trends as (

    select
        *,
        lag(requests) over topic as tickets_previous_month,
        count(requests) over recent as known_months,
        sum(requests) over recent as known_requests,
        {{ linear_slope(
            'count(requests) over recent', 'sum(known_month) over recent', 'sum(requests) over recent',
            'sum(known_month * requests) over recent', 'sum(known_month * known_month) over recent'
        ) }} as tickets_slope
    from known
    window
        topic as (partition by dimension, member order by month asc nulls last),
        recent as (
            partition by dimension, member order by month asc nulls last
            rows between {{ var('ticket_trend_months') - 1 }} preceding and current row
        )

)

select
    trends.month,
    trends.member as topic,
    trends.requests as tickets,
    trends.tickets / nullif(whole.tickets, 0) as tickets_share,
    -- Half a month is not less than a whole one: the running month is compared with nothing.
    case when trends.is_complete then trends.tickets_previous_month end as tickets_previous_month,
    case
        when trends.is_complete
            then (trends.tickets - trends.tickets_previous_month) / nullif(trends.tickets_previous_month, 0)
    end as tickets_change_share,
    case when trends.is_complete and trends.known_months >= 3 then trends.tickets_slope end as tickets_trend,
    case
        when trends.is_complete and trends.known_months >= 3
            then trends.tickets_slope * trends.known_months / nullif(trends.known_requests, 0)
    end as tickets_trend_share,
    trends.unanswered_tickets,
    trends.first_response_minutes,
    trends.first_response_minutes_median,
    trends.first_response_minutes_p90,
    trends.first_response_business_minutes,
    trends.first_response_business_minutes_median,
    trends.within_target_share,
    trends.is_complete,
    trends.is_suppressed
from trends
left join months as whole on trends.month = whole.month and whole.dimension = 'all'
where trends.dimension = 'topic'
order by trends.month asc nulls last, trends.member asc nulls last
