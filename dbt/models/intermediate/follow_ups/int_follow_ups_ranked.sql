with states as (

    select
        detractors.*,
        explained.reason_driver,
        explained.reason_theme,
        explained.comment,
        explained.has_churn_intent,
        valued.annual_revenue,
        valued.clv,
        valued.customer_value,
        valued.detractor_churn_rate,
        valued.value_at_stake,
        stated.owner,
        coalesce(stated.is_contacted, false) as is_contacted,
        stated.contacted_at,
        stated.closed_at,
        case
            when detractors.customer_key is null then 'unreachable'
            when stated.is_closed then 'closed'
            when stated.is_contacted then 'contacted'
            else 'open'
        end as status,
        runs.as_of,
        {{ end_of_day('runs.as_of', 'runs.business_timezone') }} as day_ends_at
    from {{ ref('int_detractors_timed') }} as detractors
    cross join {{ ref('stg_ingest__runs') }} as runs
    left join {{ ref('int_detractors_explained') }} as explained on detractors.response_id = explained.response_id
    left join {{ ref('int_detractors_valued') }} as valued on detractors.response_id = valued.response_id
    left join {{ ref('int_follow_ups_stated') }} as stated on detractors.response_id = stated.response_id

)

select
    response_id,
    {{ dbt.hash('response_id') }} as notice_key,
    source,
    survey_id,
    survey_kind,
    customer_key,
    segment,
    touchpoint,
    owner,
    status,
    severity,
    reason_driver,
    reason_theme,
    comment,
    nps_score,
    next_nps_score,
    annual_revenue,
    clv,
    detractor_churn_rate,
    value_at_stake,
    row_number() over (
        order by
            value_at_stake desc nulls last,
            nps_score asc nulls last,
            customer_value desc nulls last,
            responded_at desc nulls last,
            response_id asc nulls last
    ) as priority,
    is_contacted,
    status = 'open' and coalesce(due_at < day_ends_at, false) as is_overdue,
    is_rescued,
    status = 'open'
    and coalesce(responded_on <= as_of, false)
    and responded_on > {{ cx_days_after('as_of', -var('follow_up_notice_days')) }}
    and (is_severe or has_churn_intent or has_own_due_time) as is_urgent,
    responded_at,
    responded_on,
    due_at,
    contacted_at,
    closed_at
from states
