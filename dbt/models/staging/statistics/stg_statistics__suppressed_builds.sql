select
    build_id,
    figures
from {{ source('statistics', 'suppressed_builds') }}
