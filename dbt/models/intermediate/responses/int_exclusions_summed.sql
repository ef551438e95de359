{{ config(materialized='ephemeral') }}

with summed as (

    select
        survey_kind,
        exclusion_reason,
        sum(submission_count) as submission_count
    from {{ ref('int_exclusions_counted') }}
    group by survey_kind, exclusion_reason

),

-- Who answered without a name is a respondent of their own. Grouped first and counted then: `count(distinct ..)` takes
-- five times as long.
respondents as (

    select
        survey_kind,
        sum(case when is_anonymous then responses else 1 end) as respondents
    from (
        select
            survey_kind,
            customer_number,
            unlisted_customer_key,
            customer_key is null as is_anonymous,
            count(*) as responses
        from {{ ref('int_responses_screened') }}
        where is_counted and is_customer
        group by survey_kind, customer_number, unlisted_customer_key, customer_key is null
    ) as people
    group by survey_kind

),

judged as (

    select
        summed.*,
        coalesce(respondents.respondents, 0) < kinds.minimum_group_size as is_suppressed
    from summed
    inner join {{ ref('survey_kinds') }} as kinds on summed.survey_kind = kinds.survey_kind
    left join respondents on summed.survey_kind = respondents.survey_kind

)

select
    judged.survey_kind,
    judged.exclusion_reason,
    reasons.description,
    reasons.rule,
    reasons.reason_order,
    case when not judged.is_suppressed then judged.submission_count end as submission_count,
    judged.is_suppressed
from judged
-- A source may call its own reasons as it likes.
left join {{ ref('exclusion_reasons') }} as known on judged.exclusion_reason = known.reason
left join {{ ref('exclusion_reasons') }} as reasons on coalesce(known.reason, 'other') = reasons.reason
