-- Every row of survey_responses is counted once, under its own reason, in both ledgers.
with given as (

    select
        survey_kind,
        coalesce(exclusion_reason, 'counted') as exclusion_reason,
        count(*) as responses
    from {{ ref('survey_responses') }}
    group by survey_kind, exclusion_reason

),

by_survey as (

    select
        survey_kind,
        exclusion_reason,
        sum(submission_count) as submissions
    from {{ ref('survey_exclusions') }}
    group by survey_kind, exclusion_reason

)

select
    given.responses,
    by_survey.submissions,
    ledger.submission_count
from given
full outer join by_survey
    on
        given.survey_kind = by_survey.survey_kind
        and given.exclusion_reason = by_survey.exclusion_reason
full outer join {{ ref('exclusion_ledger') }} as ledger
    on
        given.survey_kind = ledger.survey_kind
        and given.exclusion_reason = ledger.exclusion_reason
where
    given.responses is distinct from by_survey.submissions
    or given.responses is distinct from coalesce(ledger.submission_count, given.responses)
    or (not ledger.is_suppressed and ledger.submission_count is null)
    or ledger.survey_kind is null
