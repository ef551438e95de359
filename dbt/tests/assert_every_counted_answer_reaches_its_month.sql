-- Between the response and the score nothing is lost and nothing counted twice: per kind of survey and month, the
-- counted answers, employees' too, are those that the scores are summed from.
{%- set answered = {'nps': 'nps_score is not null', 'csat': 'csat_answer_count > 0', 'ces': 'ces_answer_count > 0'} %}
with given as (

    {% for metric, is_answered in answered.items() -%}
        select
            '{{ metric }}' as metric,
            survey_kind,
            {{ cx_month_start('responded_on') }} as month,
            count(*) as responses
        from {{ ref('int_responses_screened') }}
        where is_counted and {{ is_answered }}
        group by survey_kind, {{ cx_month_start('responded_on') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

summed as (

    select
        metric,
        survey_kind,
        month,
        sum(responses) as responses
    from {{ ref('int_answers_summed') }}
    group by metric, survey_kind, month
    having sum(responses) > 0

)

select
    coalesce(given.metric, summed.metric) as metric,
    coalesce(given.survey_kind, summed.survey_kind) as survey_kind,
    coalesce(given.month, summed.month) as month,
    given.responses as given_responses,
    summed.responses as summed_responses
from given
full outer join summed
    on
        given.metric = summed.metric
        and given.survey_kind = summed.survey_kind
        and given.month = summed.month
where given.responses is distinct from summed.responses
