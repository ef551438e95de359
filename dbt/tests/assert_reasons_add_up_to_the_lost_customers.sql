-- Every lost customer left for one reason, if only an unknown one.
with reasons as (

    select
        month,
        segment,
        sum(lost_customers) as lost
    from {{ ref('churn_reasons') }}
    group by month, segment

),

measured as (

    select
        month,
        member as segment,
        lost
    from {{ ref('int_churn_measured') }}
    where period_grain = 'month' and dimension = 'segment' and lost > 0

)

select
    measured.month,
    measured.segment,
    measured.lost,
    reasons.lost as lost_with_a_reason
from measured
full join reasons on measured.month = reasons.month and measured.segment = reasons.segment
where measured.lost is distinct from reasons.lost
