select
    survey_kind,
    period_grain,
    segment,
    model,
    driver,
    slot,
    weight,
    mean_score,
    is_ranked
from {{ source('statistics', 'driver_models') }}
