select
    month,
    member as segment,
    nps,
    nps_survey_kind,
    nps_ci_lower,
    nps_ci_upper,
    nps_respondents,
    csat,
    csat_survey_kind,
    csat_answers,
    ces,
    ces_survey_kind,
    ces_answers,
    first_response_minutes,
    cast(tickets as bigint) as tickets,
    cast(customers as bigint) as customers,
    {{ money('annual_revenue_mean') }} as annual_revenue_mean,
    {{ money('clv_mean') }} as clv_mean,
    {{ money('clv_median') }} as clv_median,
    {{ money('clv_total') }} as clv_total,
    cast(clv_unknown_customers as bigint) as clv_unknown_customers
from {{ ref('int_scorecards_pivoted') }}
where dimension = 'segment'
order by month asc nulls last, segment asc nulls last
