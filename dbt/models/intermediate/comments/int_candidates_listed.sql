{{ config(materialized='ephemeral') }}

-- Everything that is in a group of texts without a theme, whoever wrote it. Comments that do not count are left out.
with texts as (

    select
        1 as example_order,
        comments.text_hash,
        comments.comment as text,
        case
            when responses.is_anonymous then comments.response_id
            else cast(responses.respondent_number as {{ dbt.type_string() }})
        end as customer,
        1 as occurrences
    from {{ ref('int_comments_merged') }} as comments
    inner join {{ ref('int_comments_placed') }} as responses
        on comments.response_id = responses.response_id and comments.question_id = responses.question_id

    union all

    select
        2 as example_order,
        text_hash,
        text,
        cast(null as {{ dbt.type_string() }}) as customer,
        1 as occurrences
    from {{ ref('int_mentions_read') }}

    union all

    select
        3 as example_order,
        text_hash,
        query as text,
        cast(null as {{ dbt.type_string() }}) as customer,
        searches as occurrences
    from {{ ref('stg_web__searches') }}

)

select
    groups.candidate,
    texts.*
from texts
inner join {{ ref('stg_comments__groups') }} as groups on texts.text_hash = groups.text_hash
