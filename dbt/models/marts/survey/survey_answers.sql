{{ config(materialized='view') }}

{%- set columns = [
    'question_id', 'item', 'metric', 'driver', 'score', 'index_0_100', 'is_satisfied', 'missing_reason'
] -%}
with repeated as (

    select * from {{ ref('int_submissions_repeated') }}

),

-- As they came, but for the rows that stand for several copies: those carry the merged answers.
answers as (

    select
        {% for column in columns -%}
            answers.{{ column }},
        {% endfor -%}
        answers.source,
        answers.file_id,
        answers.row_number
    from {{ ref('stg_survey__answers') }} as answers
    left join repeated
        on
            answers.source = repeated.source
            and answers.file_id = repeated.file_id
            and answers.row_number = repeated.row_number
    where repeated.source is null or not repeated.is_standing or repeated.exclusion_reason is not null

    union all

    select
        {% for column in columns -%}
            {{ column }},
        {% endfor -%}
        source,
        file_id,
        row_number
    from {{ ref('int_answers_merged') }}

    union all

    select
        {% for column in columns -%}
            {{ column }},
        {% endfor -%}
        source,
        file_id,
        row_number
    from {{ ref('int_ticket_ratings_answered') }}

)

select
    responses.response_id,
    answers.question_id,
    answers.item,
    answers.metric,
    answers.driver,
    answers.score,
    answers.index_0_100,
    answers.is_satisfied,
    answers.missing_reason
from answers
inner join {{ ref('int_responses_screened') }} as responses
    on
        answers.source = responses.source
        and answers.file_id = responses.file_id
        and answers.row_number = responses.row_number
where responses.exclusion_reason is distinct from 'superseded' and responses.is_customer
