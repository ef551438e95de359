-- Between the response and the score nothing is lost and nothing counted twice: per kind of survey and month, the
-- counted answers are those that each pass over the responses has summed.
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

expected as (

    {% for pass in response_passes() -%}
        select
            '{{ pass }}' as pass,
            given.*
        from given
        inner join {{ ref('survey_kinds') }} as kinds on given.survey_kind = kinds.survey_kind
        where {{ responses_of(pass) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

summed as (

    select
        pass,
        metric,
        survey_kind,
        month,
        sum(responses) as responses
    from {{ ref('int_answers_summed') }}
    group by pass, metric, survey_kind, month
    having sum(responses) > 0

)

select
    coalesce(expected.pass, summed.pass) as pass,
    coalesce(expected.metric, summed.metric) as metric,
    coalesce(expected.survey_kind, summed.survey_kind) as survey_kind,
    coalesce(expected.month, summed.month) as month,
    expected.responses as expected_responses,
    summed.responses as summed_responses
from expected
full outer join summed
    on
        expected.pass = summed.pass
        and expected.metric = summed.metric
        and expected.survey_kind = summed.survey_kind
        and expected.month = summed.month
where expected.responses is distinct from summed.responses
