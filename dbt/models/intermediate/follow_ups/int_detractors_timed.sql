-- A customer's next answer is looked for among all that count, not among the unhappy ones.
with answers as (

    select
        *,
        -- Nobody knows who an anonymous response is from, so none is the next of another.
        case when customer_key is not null then lead(nps_score) over next_one end as next_nps_score,
        case when customer_key is not null then lead(nps_band) over next_one end as next_nps_band
    from {{ ref('int_responses_screened') }}
    where is_counted and is_customer and nps_score is not null
    window
        next_one as (
            partition by survey_kind, customer_number, unlisted_customer_key
            order by responded_at asc nulls first, response_id asc nulls first
        )

)

select
    answers.response_id,
    answers.source,
    answers.submission_id,
    answers.survey_id,
    answers.survey_kind,
    answers.customer_key,
    answers.customer_number,
    answers.segment,
    answers.touchpoint,
    severities.severity,
    answers.nps_score,
    answers.next_nps_score,
    {% for slot in driver_slots() -%}
        answers.{{ slot }},
    {% endfor -%}
    severities.is_severe,
    -- A touchpoint with a time of its own is one where waiting costs most.
    coalesce(own.touchpoint <> usual.touchpoint, false) as has_own_due_time,
    answers.next_nps_band <> answers.nps_band as is_rescued,
    answers.responded_at,
    answers.responded_on,
    case
        when answers.customer_key is not null
            then {{ due_at('answers.responded_at', 'coalesce(own.due_minutes, usual.due_minutes)') }}
    end as due_at
from answers
left join {{ ref('follow_up_rules') }} as own on lower(answers.touchpoint) = own.touchpoint
left join {{ ref('follow_up_rules') }} as usual on usual.touchpoint = 'default'
left join {{ ref('nps_severities') }} as severities on answers.nps_score = severities.nps_score
where answers.nps_band = 'detractor'
