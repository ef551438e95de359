select
    metric,
    survey_kind,
    period_grain,
    dimension,
    member,
    is_primary,
    period_start,
    period_end
from {{ source('statistics', 'hidden_cells') }}
