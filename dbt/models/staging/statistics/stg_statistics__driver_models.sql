select
    survey_kind,
    period_grain,
    segment,
    model,
    slot,
    driver,
    weight,
    is_ranked
from {{ source('statistics', 'driver_models') }}
