{{ config(materialized='ephemeral') }}

{%- set merged_columns = {
    'csat_scale': dbt.type_string(), 'ces_scale': dbt.type_string(),
    'nps_score': 'integer', 'csat_answer_count': 'integer', 'csat_satisfied_count': 'integer',
    'ces_answer_count': 'integer', 'ces_satisfied_count': 'integer',
    'csat_score_sum': 'double', 'ces_score_sum': 'double'
} %}
{%- for slot in driver_slots() -%}
    {%- do merged_columns.update({slot: 'double'}) -%}
{%- endfor %}

-- The wide columns again, for submissions that came more than once: the row that stands carries, per question, the
-- latest answer that is not blank, which need not be its own.
with merged as (

    select
        answers.source,
        answers.file_id,
        answers.row_number,
        {% for metric in ['csat', 'ces'] -%}
            {%- set answered = "answers.metric = '" ~ metric ~ "' and answers.score is not null" -%}
            {%- set scale = '(answers.scale) filter (where ' ~ answered ~ ')' -%}
            case when min{{ scale }} = max{{ scale }} then max{{ scale }} end as {{ metric }}_scale,
            count(*) filter (where {{ answered }}) as {{ metric }}_answer_count,
            count(*) filter (where {{ answered }} and answers.is_satisfied) as {{ metric }}_satisfied_count,
            sum(answers.score) filter (where {{ answered }}) as {{ metric }}_score_sum,
        {% endfor -%}
        {% for slot in driver_slots() -%}
            avg(case when drivers.is_index then answers.index_0_100 else answers.score end) filter (
                where drivers.slot = {{ loop.index }}
            ) as {{ slot }},
        {% endfor -%}
        max(answers.score) filter (where answers.metric = 'nps' and answers.is_primary) as nps_score
    from {{ ref('int_answers_merged') }} as answers
    left join {{ ref('stg_survey__drivers') }} as drivers
        on answers.source = drivers.source and answers.driver = drivers.driver
    group by answers.source, answers.file_id, answers.row_number

)

select
    s.source || ':' || s.submission_id || coalesce(r.response_id_suffix, '') as response_id,
    s.source,
    s.submission_id,
    s.file_id,
    s.file_path,
    s.row_number,
    s.survey_id,
    s.survey_kind,
    s.wave,
    s.customer_key,
    s.customer_email_hash,
    s.interaction_id,
    s.touchpoint,
    s.channel,
    s.language,
    s.country,
    s.segment,
    coalesce(r.exclusion_reason, s.platform_exclusion) as exclusion_reason,
    s.weight,
    s.finite_population,
    {% for column, type in merged_columns.items() -%}
        cast(case when m.source is null then s.{{ column }} else m.{{ column }} end as {{ type }}) as {{ column }},
    {% endfor -%}
    s.asks_nps,
    s.asks_csat,
    s.asks_ces,
    s.responded_at
from {{ ref('stg_survey__responses') }} as s
left join {{ ref('int_submissions_repeated') }} as r
    on
        s.source = r.source
        and s.file_id = r.file_id
        and s.row_number = r.row_number
left join merged as m
    on
        s.source = m.source
        and s.file_id = m.file_id
        and s.row_number = m.row_number
