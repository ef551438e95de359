select
    source,
    survey_id,
    survey_kind,
    exclusion_reason,
    cast(submission_count as bigint) as submission_count,
    month
from {{ ref('int_exclusions_counted') }}
order by
    source asc nulls last,
    survey_id asc nulls last,
    month asc nulls last,
    exclusion_reason asc nulls last
