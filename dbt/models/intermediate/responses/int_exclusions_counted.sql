select
    source,
    survey_id,
    survey_kind,
    coalesce(exclusion_reason, 'counted') as exclusion_reason,
    count(*) as submission_count,
    {{ cx_month_start('responded_on') }} as month
from {{ ref('int_responses_screened') }}
where is_customer
group by source, survey_id, survey_kind, exclusion_reason, {{ cx_month_start('responded_on') }}
