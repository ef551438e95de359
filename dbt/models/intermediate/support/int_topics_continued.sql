{{ config(materialized='ephemeral') }}

-- Reads what is shown, so that nothing drawn from it tells what is hidden.
with metrics as (

    select * from {{ ref('int_metrics_suppressed') }}
    where period_grain = 'month' and dimension in ('all', 'topic')
        and metric in ('tickets', 'first_response_minutes', 'first_response_business_minutes')

),

span as (

    select
        dimension,
        member,
        min(period_start) as first_month,
        max(max(period_start)) over () as last_month
    from metrics
    where metric = 'tickets'
    group by dimension, member

),

months as (

    select
        span.dimension,
        span.member,
        cast({{ dbt.dateadd('month', 'numbers.number', 'span.first_month') }} as date) as month
    from span
    inner join ({{ cx_whole_numbers(4) }}) as numbers
        on numbers.number <= {{ dbt.datediff('span.first_month', 'span.last_month', 'month') }}

),

-- A month that is missing had no request; one that is there without a number is hidden.
pivoted as (

    select
        dimension,
        member,
        period_start as month,
        {% for metric, figure, name in [
            ('tickets', 'value', 'tickets'), ('first_response_minutes', 'unanswered_count', 'unanswered_tickets'),
            ('first_response_minutes', 'value', 'first_response_minutes'),
            ('first_response_minutes', 'median_score', 'first_response_minutes_median'),
            ('first_response_minutes', 'p90_score', 'first_response_minutes_p90'),
            ('first_response_business_minutes', 'value', 'first_response_business_minutes'),
            ('first_response_business_minutes', 'median_score', 'first_response_business_minutes_median'),
            ('first_response_minutes', 'within_target_share', 'within_target_share')
        ] -%}
            max(case when metric = '{{ metric }}' then {{ figure }} end) as {{ name }},
        {% endfor -%}
        bool_or(is_suppressed) as is_suppressed
    from metrics
    group by dimension, member, period_start

)

select
    months.dimension,
    months.member,
    {% for figure in ['first_response_minutes', 'first_response_business_minutes'] -%}
        pivoted.{{ figure }},
        pivoted.{{ figure }}_median,
    {% endfor -%}
    pivoted.first_response_minutes_p90,
    pivoted.within_target_share,
    coalesce(pivoted.is_suppressed, false) as is_suppressed,
    case when pivoted.month is null then 0 else pivoted.tickets end as tickets,
    case when pivoted.month is null then 0 when pivoted.tickets is not null then pivoted.unanswered_tickets end
        as unanswered_tickets,
    months.month
from months
left join pivoted
    on months.dimension = pivoted.dimension and months.member = pivoted.member and months.month = pivoted.month
