with counted as (

    select
        counted.*,
        greatest(runs.as_of, max(counted.last_day) over ()) as all_time_end,
        min(counted.first_day) over () as first_request_on,
        min(counted.first_response_first_day) over () as first_response_from,
        min(counted.first_response_business_first_day) over () as first_response_business_from
    from {{ ref('int_tickets_counted') }} as counted
    cross join {{ ref('stg_ingest__runs') }} as runs

),

figures as (

    {% for figure in ['first_response', 'first_response_business'] -%}
        select
            '{{ figure }}_minutes' as metric,
            period_grain,
            dimension,
            member,
            {{ figure }}_requesters as respondent_count,
            case when {{ figure }}_answered > 0 then {{ figure }}_total end as numerator,
            {{ figure }}_answered as denominator,
            {{ figure }}_total / nullif({{ figure }}_answered, 0) as value,
            {{ figure }}_total / nullif({{ figure }}_answered, 0) as mean_score,
            {{ figure }}_median as median_score,
            {{ figure }}_p90 as p90_score,
            cast({{ figure }}_in_time as double) / nullif({{ figure }}_answered, 0) as within_target_share,
            unanswered as unanswered_count,
            coalesce({{ figure }}_from, first_request_on) as first_day,
            period_start,
            period_end,
            all_time_end
        from counted
        union all
    {% endfor -%}
    select
        'tickets' as metric,
        period_grain,
        dimension,
        member,
        requesters as respondent_count,
        cast(requests as double) as numerator,
        cast(null as bigint) as denominator,
        cast(requests as double) as value,
        {% for figure in ['mean_score', 'median_score', 'p90_score', 'within_target_share'] -%}
            cast(null as double) as {{ figure }},
        {% endfor -%}
        cast(null as bigint) as unanswered_count,
        first_request_on as first_day,
        period_start,
        period_end,
        all_time_end
    from counted

)

select
    metric,
    'none' as survey_kind,
    period_grain,
    dimension,
    member,
    cast(respondent_count as bigint) as respondent_count,
    numerator,
    cast(denominator as bigint) as denominator,
    {% for figure in ['value', 'mean_score', 'median_score', 'p90_score', 'within_target_share'] -%}
        {{ figure }},
    {% endfor -%}
    cast(unanswered_count as bigint) as unanswered_count,
    case when period_grain = 'all_time' then first_day else period_start end as period_start,
    case when period_grain = 'all_time' then all_time_end else period_end end as period_end
from figures
