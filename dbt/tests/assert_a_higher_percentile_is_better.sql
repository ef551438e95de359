{{ config(severity='warn') }}

-- A percentile is one of quality: at the 80th wait the customers of the best fifth, who wait less than those at the
-- 50th. A list of minutes or churn where it is the other way round is one of sizes, and to be turned.
select
    better.industry,
    better.metric,
    better.year,
    worse.percentile as worse_percentile,
    worse.value as worse_value,
    better.percentile as better_percentile,
    better.value as better_value
from {{ ref('stg_market__benchmarks') }} as better
inner join {{ ref('stg_market__benchmarks') }} as worse
    on
        better.industry = worse.industry
        and better.metric = worse.metric
        and coalesce(better.year, 0) = coalesce(worse.year, 0)
        and better.percentile > worse.percentile
where
    case
        when {{ is_less_better('better.metric') }} then better.value > worse.value
        else better.value < worse.value
    end
