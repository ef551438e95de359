-- Nobody is lost who was not there at the start, and segments add up to the whole.
select
    period_grain,
    period_start,
    dimension,
    member,
    started,
    lost
from {{ ref('int_churn_measured') }}
where lost > started or started < 0
union all
select
    period_grain,
    period_start,
    'all' as dimension,
    'all' as member,
    sum(case when dimension = 'all' then started else -started end) as started,
    sum(case when dimension = 'all' then lost else -lost end) as lost
from {{ ref('int_churn_measured') }}
group by period_grain, period_start
having sum(case when dimension = 'all' then started else -started end) <> 0
    or sum(case when dimension = 'all' then lost else -lost end) <> 0
