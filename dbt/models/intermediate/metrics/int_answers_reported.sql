{{ config(materialized='ephemeral') }}

with answers as (

    select
        answers.*,
        cuts.period_grain,
        cuts.dimension,
        kinds.counts_once_per_period,
        case when cuts.period_grain = 'month' then answers.month end as period_month,
        {{ member_in_cut('cuts') }} as member,
        case
            when cuts.dimension = 'survey' and cuts.period_grain = 'month' then answers.counts_in_survey_month
            when cuts.dimension = 'survey' then answers.counts_in_survey_all_time
            when cuts.period_grain = 'month' then answers.counts_in_month
            else answers.counts_in_all_time
        end as is_in_cut,
        coalesce(min(answers.first_answered_on) over whole, min(answers.first_responded_on) over whole) as first_day,
        max(answers.last_responded_on) over whole as last_day
    from {{ ref('int_answers_summed') }} as answers
    inner join {{ ref('survey_kinds') }} as kinds on answers.survey_kind = kinds.survey_kind
    inner join ({{ reported_cuts() }}) as cuts on kinds.is_customer or cuts.is_for_employees
    window whole as (partition by answers.metric, answers.survey_kind)

),

-- What is asked without being answered keeps its row, with nothing in it.
summed as (

    select
        metric,
        survey_kind,
        period_grain,
        dimension,
        period_month as month,
        member,
        bool_or(counts_once_per_period) as counts_once_per_period,
        min(first_day) as first_day,
        max(last_day) as last_day,
        cast(coalesce(sum(responses) filter (where is_in_cut), 0) as bigint) as responses,
        cast(coalesce(sum(anonymous_responses) filter (where is_in_cut), 0) as bigint) as anonymous_responses,
        cast(coalesce(sum(answers) filter (where is_in_cut), 0) as bigint) as answers,
        cast(coalesce(sum(positives) filter (where is_in_cut), 0) as bigint) as positives,
        cast(coalesce(sum(negatives) filter (where is_in_cut), 0) as bigint) as negatives,
        case
            when
                min(lowest_scale) filter (where is_in_cut) = max(highest_scale) filter (where is_in_cut)
                and sum(responses_without_scale) filter (where is_in_cut) = 0
                then cast(sum(score_sum) filter (where is_in_cut) as double)
        end as score_sum,
        case
            when
                dimension = 'all'
                and min(survey_id) filter (where is_in_cut) = max(survey_id) filter (where is_in_cut)
                then max(finite_population) filter (where is_in_cut)
        end as finite_population
    from answers
    group by metric, survey_kind, period_grain, dimension, period_month, member

)

select
    summed.*,
    cast(
        case
            when summed.counts_once_per_period then summed.responses
            else summed.anonymous_responses + coalesce(respondents.known_respondents, 0)
        end as bigint
    ) as respondents
from summed
left join {{ ref('int_respondents_counted') }} as respondents
    on
        summed.metric = respondents.metric
        and summed.survey_kind = respondents.survey_kind
        and summed.period_grain = respondents.period_grain
        and summed.dimension = respondents.dimension
        and summed.member = respondents.member
        and summed.month is not distinct from respondents.month
