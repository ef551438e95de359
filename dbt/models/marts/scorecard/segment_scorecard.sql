select
    month,
    member as segment,
    {{ scorecard_figures() }}
from {{ ref('int_scorecards_pivoted') }}
where dimension = 'segment'
order by month asc nulls last, segment asc nulls last
