{%- set keys = [
    'survey_kind', 'survey_id', 'segment', 'touchpoint', 'channel', 'country', 'persona', 'account_owner', 'month'
] -%}
-- Answers that count in their month and survey, so that within these two everything adds up.
with responses as (

    select
        responses.*,
        case when responses.nps_score is not null and responses.nps_months_in_survey > 0 then 1 else 0 end
            as nps_counts,
        case when responses.csat_answer_count > 0 and responses.csat_months_in_survey > 0 then 1 else 0 end
            as csat_counts,
        case when responses.ces_answer_count > 0 and responses.ces_months_in_survey > 0 then 1 else 0 end as ces_counts
    from {{ ref('int_responses_windowed') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds
        on responses.survey_kind = kinds.survey_kind and kinds.is_customer
    where responses.is_counted

)

select
    {{ keys[:8] | join(',\n    ') }},
    cast(sum(nps_counts) as bigint) as nps_respondents,
    cast(sum(case when nps_points = 1 then nps_counts else 0 end) as bigint) as promoters,
    cast(sum(case when nps_points = 0 then nps_counts else 0 end) as bigint) as passives,
    cast(sum(case when nps_points = -1 then nps_counts else 0 end) as bigint) as detractors,
    cast(sum(nps_counts * coalesce(nps_score, 0)) as bigint) as nps_score_sum,
    cast(sum(csat_counts * csat_answer_count) as bigint) as csat_answers,
    cast(sum(csat_counts * csat_satisfied_count) as bigint) as csat_satisfied,
    cast(sum(ces_counts * ces_answer_count) as bigint) as ces_answers,
    cast(sum(ces_counts * ces_satisfied_count) as bigint) as ces_satisfied,
    cast(
        sum(case when ces_counts = 1 then cast(ces_score_sum as decimal(18, 6)) else 0 end) as double
    ) as ces_score_sum,
    month
from responses
where nps_counts + csat_counts + ces_counts > 0
group by {{ keys | join(', ') }}
