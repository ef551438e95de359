select
    month,
    {{ scorecard_figures() }}
from {{ ref('int_scorecards_pivoted') }}
where dimension = 'all'
order by month asc nulls last
