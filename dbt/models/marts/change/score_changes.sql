select
    response_id,
    previous_response_id,
    customer_key,
    survey_id,
    survey_kind,
    segment,
    previous_band,
    band,
    direction,
    reason_driver,
    reason_theme,
    cast(previous_score as smallint) as previous_score,
    cast(score as smallint) as score,
    cast(days_between as bigint) as days_between,
    counts_in_quarter,
    responded_on
from {{ ref('int_changes_explained') }}
