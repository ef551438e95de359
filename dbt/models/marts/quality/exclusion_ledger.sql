select
    survey_kind,
    exclusion_reason,
    description,
    rule,
    reason_order,
    cast(submission_count as bigint) as submission_count,
    is_suppressed
from {{ ref('int_exclusions_summed') }}
order by
    survey_kind asc nulls last,
    reason_order asc nulls last,
    exclusion_reason asc nulls last
