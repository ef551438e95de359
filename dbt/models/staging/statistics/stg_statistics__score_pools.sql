select
    build_id,
    survey_kind,
    period_grain,
    dimension,
    member,
    pooled_to,
    period_start
from {{ source('statistics', 'score_pools') }}
