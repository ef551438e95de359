-- Whether an answer counts in a period depends on the answers that follow it, not on the dimension that is looked at.
-- So these four truths are part of the grain: every period and dimension is a filtered sum of this small table.
with answers as (

    select
        *,
        is_answered and (next_on is null or next_on > month_end) as counts_in_month,
        is_answered and next_on is null as counts_in_all_time,
        is_answered and (next_in_survey_on is null or next_in_survey_on > month_end) as counts_in_survey_month,
        is_answered and next_in_survey_on is null as counts_in_survey_all_time
    from {{ ref('int_answers_scored') }}

)

select
    metric,
    survey_kind,
    survey_id,
    segment,
    touchpoint,
    month,
    counts_in_month,
    counts_in_all_time,
    counts_in_survey_month,
    counts_in_survey_all_time,
    min(case when is_answered then scale end) as lowest_scale,
    max(case when is_answered then scale end) as highest_scale,
    max(finite_population) as finite_population,
    cast(count(*) filter (where is_answered) as bigint) as responses,
    cast(count(*) filter (where is_answered and is_anonymous) as bigint) as anonymous_responses,
    cast(count(*) filter (where is_answered and scale is null) as bigint) as responses_without_scale,
    cast(coalesce(sum(answers) filter (where is_answered), 0) as bigint) as answers,
    cast(coalesce(sum(positives) filter (where is_answered), 0) as bigint) as positives,
    cast(coalesce(sum(neutrals) filter (where is_answered), 0) as bigint) as neutrals,
    cast(coalesce(sum(negatives) filter (where is_answered), 0) as bigint) as negatives,
    -- Decimal: a sum of floating-point numbers depends on the order in which threads add them.
    sum(cast(score_sum as decimal(18, 6))) filter (where is_answered) as score_sum,
    min(case when is_answered then responded_on end) as first_answered_on,
    min(responded_on) as first_responded_on,
    max(responded_on) as last_responded_on
from answers
group by
    metric,
    survey_kind,
    survey_id,
    segment,
    touchpoint,
    month,
    counts_in_month,
    counts_in_all_time,
    counts_in_survey_month,
    counts_in_survey_all_time
