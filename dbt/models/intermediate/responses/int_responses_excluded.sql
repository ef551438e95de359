with responses as (

    select
        response_id,
        survey_id,
        survey_kind,
        customer_number,
        unlisted_customer_key,
        interaction_id,
        nps_score,
        case
            when nps_score is not null or csat_answer_count > 0 or ces_answer_count > 0 then 1
            else 0
        end as gives_scores,
        responded_at
    from {{ ref('int_responses_identified') }}
    where exclusion_reason is null and customer_key is not null

),

-- Rule 3: of a chain of submissions, each within the time of the next one, only the last stands.
double_submissions as (

    select response_id
    from (
        select
            response_id,
            responded_at,
            lead(responded_at) over (
                partition by customer_number, unlisted_customer_key, survey_id, nps_score
                order by responded_at asc nulls first, response_id asc nulls first
            ) as repeated_at
        from responses
        where nps_score is not null
    ) as in_order
    where repeated_at <= {{ dbt.dateadd('second', var('double_submission_seconds'), 'responded_at') }}

),

-- Rule 5: of several answers to one interaction the last stands; a blank one does not while another gives a score.
interactions as (

    select
        responses.response_id,
        lead(responses.response_id) over (
            partition by
                responses.customer_number,
                responses.unlisted_customer_key,
                responses.survey_id,
                responses.interaction_id
            order by
                responses.gives_scores asc nulls first,
                responses.responded_at asc nulls first,
                responses.response_id asc nulls first
        ) as next_response_id
    from responses
    inner join {{ ref('survey_kinds') }} as kinds
        on responses.survey_kind = kinds.survey_kind and kinds.counts_once_per_interaction
    left join double_submissions on responses.response_id = double_submissions.response_id
    where responses.interaction_id is not null and double_submissions.response_id is null

)

select
    response_id,
    'double_submission' as exclusion_reason
from double_submissions
union all
select
    response_id,
    'repeated_interaction' as exclusion_reason
from interactions
where next_response_id is not null
