-- From 1 without a gap, what is known before what is not, and of two rows the one with more at stake first.
select *
from (
    select
        response_id,
        priority,
        value_at_stake,
        nps_score,
        row_number() over (order by priority asc nulls first) as place,
        lag(value_at_stake) over (order by priority asc nulls first) as stake_before,
        lag(nps_score) over (order by priority asc nulls first) as score_before
    from {{ ref('follow_ups') }}
) as in_order
where
    priority is distinct from place
    or value_at_stake > stake_before
    or (value_at_stake is not null and stake_before is null and place > 1)
    or (value_at_stake is null and stake_before is null and place > 1 and nps_score < score_before)
