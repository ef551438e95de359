with responses as (

    select
        *,
        -- A partial answer is dated by its start; its submission time says only that it was finished.
        coalesce(submitted_at, started_at) as responded_at
    from {{ source('raw', 'survey_responses') }}

)

select
    source,
    submission_id,
    file_id,
    file_path,
    row_number,
    content_hash,
    survey_id,
    survey_kind,
    wave,
    customer_key,
    customer_email_hash,
    interaction_id,
    touchpoint,
    channel,
    language,
    country,
    segment,
    -- Rule 1. A response without any time belongs to no period: it is as incomplete as one that was left half-way.
    case
        when platform_exclusion is not null then platform_exclusion
        when not coalesce(is_complete, true) and not coalesce(partials_count, false) then 'incomplete'
        when responded_at is null then 'incomplete'
    end as platform_exclusion,
    weight,
    finite_population,
    csat_scale,
    ces_scale,
    nps_score,
    csat_answer_count,
    csat_satisfied_count,
    csat_score_sum,
    ces_answer_count,
    ces_satisfied_count,
    ces_score_sum,
    {{ driver_slots() | join(',\n    ') }},
    asks_nps,
    asks_csat,
    asks_ces,
    responded_at
from responses
