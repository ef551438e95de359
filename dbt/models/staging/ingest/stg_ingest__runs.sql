select
    build_id,
    source_commit,
    business_timezone,
    reporting_currency,
    industry,
    as_of,
    started_at
from {{ source('raw', 'run_parameters') }}
