{{ config(materialized='ephemeral') }}

-- The columns of int_submissions_merged, in its order: the two are put on top of each other.
select
    source || ':' || ticket_id as response_id,
    source,
    ticket_id as submission_id,
    file_id,
    file_path,
    row_number,
    source as survey_id,
    'transactional' as survey_kind,
    cast(null as {{ dbt.type_string() }}) as wave,
    customer_key,
    cast(null as {{ dbt.type_string() }}) as customer_email_hash,
    ticket_id as interaction_id,
    'support' as touchpoint,
    channel,
    cast(null as {{ dbt.type_string() }}) as language,
    cast(null as {{ dbt.type_string() }}) as country,
    cast(null as {{ dbt.type_string() }}) as segment,
    cast(null as {{ dbt.type_string() }}) as exclusion_reason,
    cast(null as double) as weight,
    cast(null as bigint) as finite_population,
    csat_scale,
    cast(null as {{ dbt.type_string() }}) as ces_scale,
    cast(null as integer) as nps_score,
    1 as csat_answer_count,
    case when csat_is_satisfied then 1 else 0 end as csat_satisfied_count,
    0 as ces_answer_count,
    0 as ces_satisfied_count,
    csat_score as csat_score_sum,
    cast(null as double) as ces_score_sum,
    {% for slot in driver_slots() -%}
        cast(null as double) as {{ slot }},
    {% endfor -%}
    false as asks_nps,
    true as asks_csat,
    false as asks_ces,
    coalesce(solved_at, requested_at) as responded_at
from {{ ref('stg_support__tickets') }}
where csat_score is not null
