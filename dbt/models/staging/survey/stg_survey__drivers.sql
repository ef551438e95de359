select
    source,
    survey_kind,
    driver,
    slot,
    scale_min,
    scale_max,
    is_index
from {{ source('raw', 'survey_drivers') }}
