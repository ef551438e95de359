{{ config(materialized='ephemeral') }}

-- Where nobody says which industry is the own one, and all benchmarks are of one, it is that.
with industries as (

    select
        coalesce(
            max(lower(trim(runs.industry))),
            case when count(distinct benchmarks.industry) = 1 then max(benchmarks.industry) end
        ) as industry
    from {{ ref('stg_ingest__runs') }} as runs
    cross join {{ ref('stg_market__benchmarks') }} as benchmarks

),

-- Of several years the latest; of what is written twice about it, the higher aim.
benchmarks as (

    select
        benchmarks.metric,
        benchmarks.value,
        row_number() over (
            partition by benchmarks.metric
            order by
                benchmarks.year desc nulls last,
                case when {{ is_less_better('benchmarks.metric') }} then -benchmarks.value else benchmarks.value end
                desc nulls last
        ) as preference
    from {{ ref('stg_market__benchmarks') }} as benchmarks
    inner join industries on benchmarks.industry = industries.industry
    where benchmarks.percentile = {{ var('benchmark_percentile') }} and benchmarks.value is not null

)

-- Who is lost in a month is not to be held against who is lost in a year.
select
    benchmarks.metric,
    benchmarks.value,
    grains.period_grain
from benchmarks
inner join (values ('month'), ('quarter'), ('year'), ('trailing_90_days'), ('all_time')) as grains (period_grain)
    on benchmarks.metric <> 'churn_rate' or grains.period_grain = 'year'
where benchmarks.preference = 1
