-- Parts are no more than their whole, a rate lies in its interval, and all follow-ups with a day are in a month.
with dated as (

    select
        count(*) as follow_ups,
        count(next_nps_score) as answered_again
    from {{ ref('follow_ups') }}
    where responded_on is not null

),

summed as (

    select
        coalesce(sum(follow_ups), 0) as follow_ups,
        coalesce(sum(answered_again), 0) as answered_again
    from {{ ref('follow_up_scorecard') }}

)

select cast(null as date) as month
from dated
inner join summed
    on dated.follow_ups <> summed.follow_ups or dated.answered_again <> summed.answered_again
union all
select month
from {{ ref('follow_up_scorecard') }}
where
    reachable > follow_ups
    or contacted > follow_ups
    or contacted_in_time > timed
    or closed + overdue > reachable
    or answered_again > reachable
    or rescued > answered_again
    or rescue_rate < rescue_ci_lower - 1e-9
    or rescue_rate > rescue_ci_upper + 1e-9
    or (answered_again = 0) <> (rescue_rate is null)
