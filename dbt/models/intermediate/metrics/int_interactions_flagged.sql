-- Only where every interaction counts can a customer stand behind several answers of a period; elsewhere answers that
-- count and respondents are the same. A table, and a narrow one, because it is read and sorted once per dimension.
select
    responses.survey_kind,
    responses.respondent_number,
    responses.survey_id,
    responses.segment,
    responses.touchpoint,
    responses.channel,
    responses.country,
    responses.persona,
    responses.account_owner,
    cast(responses.month_number as integer) as month_number,
    cast(responses.window_count as smallint) as window_count,
    cast(case when responses.nps_score is not null then 1 else 0 end as smallint) as has_nps,
    cast(case when responses.csat_answer_count > 0 then 1 else 0 end as smallint) as has_csat,
    cast(case when responses.ces_answer_count > 0 then 1 else 0 end as smallint) as has_ces,
    responses.month
from {{ ref('int_responses_windowed') }} as responses
inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
where responses.is_counted and not responses.is_anonymous and not kinds.counts_once_per_period
