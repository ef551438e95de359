with follow_ups as (

    select
        *,
        coalesce(segment, 'unknown') as segment_or_unknown,
        {{ cx_month_start('responded_on') }} as month
    from {{ ref('int_follow_ups_ranked') }}
    where responded_on is not null

)

select
    month,
    segment_or_unknown as segment,
    survey_kind,
    count(*) as follow_ups,
    count(*) filter (where status <> 'unreachable') as reachable,
    count(*) filter (where is_contacted) as contacted,
    -- Whether it was in time is known of a contact with a time, and of those whom nobody has contacted for too long.
    count(*) filter (where due_at is not null and (contacted_at is not null or is_overdue)) as timed,
    count(*) filter (where contacted_at <= due_at) as contacted_in_time,
    count(*) filter (where status = 'closed') as closed,
    count(*) filter (where is_overdue) as overdue,
    count(next_nps_score) as answered_again,
    count(*) filter (where is_rescued) as rescued
from follow_ups
group by month, segment_or_unknown, survey_kind
