-- The answer before is a counted one of the same customer to the same survey, and not a later one.
select changes.*
from {{ ref('score_changes') }} as changes
left join {{ ref('survey_responses') }} as responses on changes.response_id = responses.response_id
left join {{ ref('survey_responses') }} as previous on changes.previous_response_id = previous.response_id
where
    not coalesce(responses.is_counted and previous.is_counted, false)
    or previous.customer_key <> changes.customer_key
    or responses.customer_key <> changes.customer_key
    or previous.survey_id is distinct from responses.survey_id
    or previous.survey_kind <> responses.survey_kind
    or previous.nps_score <> changes.previous_score
    or responses.nps_score <> changes.score
    or previous.responded_at > responses.responded_at
    or changes.days_between <> {{ dbt.datediff('previous.responded_on', 'responses.responded_on', 'day') }}
