-- What is a product of shown figures tells nothing of hidden ones; and only who is many enough has a rank.
select *
from {{ ref('touchpoint_scorecard') }}
where
    (friction is not null and case friction_metric
        when 'nps' then abs(friction - answers * detractor_share * abs(impact_on_nps)) < 1e-9 and nps is not null
        when 'ces' then abs(friction - answers * low_effort_share * abs(impact_on_ces)) < 1e-9 and ces is not null
    end is not true)
    or (friction_metric = 'nps' and nps is null and answers is not null)
    or (friction_metric = 'ces' and coalesce(answers <> ces_answers, (answers is null) <> (ces_answers is null)))
    or (friction_rank is not null and (friction is null or is_low_base or lower(touchpoint) = 'unknown'))
    or answers between 1 and 4
    or csat_answers between 1 and 4
    or ces_answers between 1 and 4
    or sessions between 1 and 4
    or searches between 1 and 4
    or detractor_share < 0
    or detractor_share > 1
    or low_effort_share < 0
    or low_effort_share > 1
