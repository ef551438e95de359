-- Of each model that explains anything, and of each ranking.
select
    survey_kind,
    period_grain,
    period_start,
    segment,
    model,
    sum(importance_lmg) as importance_lmg,
    sum(importance_johnson) as importance_johnson,
    sum(rank) as ranks
from {{ ref('key_drivers') }}
group by survey_kind, period_grain, period_start, segment, model
having
    abs(sum(importance_lmg) - 1) > 1e-9
    or abs(sum(importance_johnson) - 1) > 1e-9
    or min(importance_lmg) < 0
    or max(r_squared) > 1
    or sum(rank) <> count(*) * (count(*) + 1) / 2
