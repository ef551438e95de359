select
    lower(industry) as industry,
    lower(metric) as metric,
    -- Written as a share or as percent.
    case when percentile > 0 and percentile < 1 then 100e0 * percentile else percentile end as percentile,
    value,
    year,
    reference
from {{ source('raw', 'benchmarks') }}
