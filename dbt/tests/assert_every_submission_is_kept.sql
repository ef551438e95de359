-- Rules take responses out of scores, never out of the table.
with expected as (

    select count(*) as submissions
    from {{ ref('stg_survey__responses') }}

),

rated as (

    select count(*) as tickets
    from {{ ref('stg_support__tickets') }}
    where csat_score is not null

),

kept as (

    select count(*) as responses
    from {{ ref('survey_responses') }}

)

select
    expected.submissions,
    rated.tickets,
    kept.responses
from expected
cross join rated
cross join kept
where expected.submissions + rated.tickets <> kept.responses
