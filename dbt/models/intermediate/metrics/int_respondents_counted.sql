{{ config(materialized='ephemeral') }}

-- Only where every interaction counts can a customer stand behind several answers of a period; elsewhere answers that
-- count and respondents are the same. Grouped first and counted then: `count(distinct ..)` takes five times as long.
with answers as (

    select
        answers.metric,
        answers.survey_kind,
        answers.survey_id,
        answers.segment,
        answers.touchpoint,
        answers.month,
        answers.customer_number,
        answers.unlisted_customer_key
    from {{ ref('int_answers_scored') }} as answers
    inner join {{ ref('survey_kinds') }} as kinds on answers.survey_kind = kinds.survey_kind
    where
        answers.is_answered
        and not kinds.counts_once_per_period
        and not answers.is_anonymous

)

{% for cut in var('reported_cuts') %}
    {%- set keys = ['metric', 'survey_kind'] -%}
    {%- if cut.period_grain == 'month' %}{% do keys.append('month') %}{% endif -%}
    {%- if cut.dimension != 'all' %}{% do keys.append(member_of(cut.dimension) | trim) %}{% endif %}
    select
        metric,
        survey_kind,
        '{{ cut.period_grain }}' as period_grain,
        '{{ cut.dimension }}' as dimension,
        {{ 'month' if cut.period_grain == 'month' else 'cast(null as date)' }} as month,
        {{ member_of(cut.dimension) }} as member,
        count(*) as known_respondents
    from (
        select distinct
            {{ keys | join(', ') }},
            customer_number,
            unlisted_customer_key
        from answers
    ) as respondents
    group by {{ keys | join(', ') }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
