with benchmarks as (

    select
        *,
        row_number() over (
            partition by lower(industry), lower(metric), percentile, year
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'benchmarks') }}

)

select
    lower(industry) as industry,
    lower(metric) as metric,
    -- Written as a share or as percent.
    case when percentile > 0 and percentile < 1 then 100e0 * percentile else percentile end as percentile,
    value,
    year,
    reference
from benchmarks
where recency = 1
