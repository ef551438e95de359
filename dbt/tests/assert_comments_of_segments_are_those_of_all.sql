-- Where nothing is hidden: a comment lies in one segment and in one month.
with segments as (

    select
        period_grain,
        period_start,
        theme,
        sum(comment_count) as comment_count,
        sum(distinct_customers) as distinct_customers
    from {{ ref('comment_themes') }}
    where segment <> 'all'
    group by period_grain, period_start, theme
    having not bool_or(is_suppressed)

),

quarters as (

    select
        {{ dbt.date_trunc('quarter', 'period_start') }} as period_start,
        segment,
        theme,
        sum(comment_count) as comment_count
    from {{ ref('comment_themes') }}
    where period_grain = 'month'
    group by {{ dbt.date_trunc('quarter', 'period_start') }}, segment, theme
    having not bool_or(is_suppressed)

)

select
    whole.period_grain,
    whole.period_start,
    whole.segment,
    whole.theme,
    whole.comment_count,
    segments.comment_count as comments_of_parts
from segments
inner join {{ ref('comment_themes') }} as whole
    on
        segments.period_grain = whole.period_grain
        and segments.period_start = whole.period_start
        and segments.theme = whole.theme
        and whole.segment = 'all'
where segments.comment_count <> whole.comment_count or segments.distinct_customers < whole.distinct_customers

union all

select
    whole.period_grain,
    whole.period_start,
    whole.segment,
    whole.theme,
    whole.comment_count,
    quarters.comment_count as comments_of_parts
from quarters
inner join {{ ref('comment_themes') }} as whole
    on
        quarters.period_start = whole.period_start
        and quarters.segment = whole.segment
        and quarters.theme = whole.theme
        and whole.period_grain = 'quarter'
where quarters.comment_count <> whole.comment_count
