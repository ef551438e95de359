with customers as (

    select * from {{ ref('int_customers_priced') }}

),

-- An address that two customers share names the first of them, always the same one.
addresses as (

    select
        email_hash,
        min(customer_key) as customer_key
    from customers
    where email_hash is not null
    group by email_hash

),

responses as (

    select * from {{ ref('int_submissions_merged') }}
    union all
    select * from {{ ref('int_tickets_rated') }}

),

-- An employee is nobody's customer, even where both carry the same number. The keys to look up are made here and not in
-- the joins: a condition on the left side of a left join costs DuckDB a comparison of all rows with all.
reachable as (

    select
        responses.*,
        kinds.is_customer,
        case
            when responses.customer_key is null and kinds.is_customer then responses.customer_email_hash
        end as looked_up_hash
    from responses
    left join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind

),

keyed as (

    select
        reachable.*,
        coalesce(reachable.customer_key, addresses.customer_key, reachable.customer_email_hash) as respondent_key,
        case
            when reachable.is_customer then coalesce(reachable.customer_key, addresses.customer_key)
        end as looked_up_key
    from reachable
    left join addresses on reachable.looked_up_hash = addresses.email_hash

)

select
    {% for column in [
        'response_id', 'source', 'submission_id', 'file_id', 'file_path', 'row_number', 'survey_id', 'survey_kind', 'wave',
        'interaction_id', 'touchpoint', 'channel', 'language', 'csat_scale', 'ces_scale', 'exclusion_reason', 'weight', 'finite_population',
        'nps_score', 'csat_answer_count', 'csat_satisfied_count', 'csat_score_sum',
        'ces_answer_count', 'ces_satisfied_count', 'ces_score_sum', 'asks_nps', 'asks_csat', 'asks_ces'
    ] -%}
        keyed.{{ column }},
    {% endfor -%}
    keyed.respondent_key as customer_key,
    coalesce(customers.segment, keyed.segment) as segment,
    customers.persona,
    coalesce(keyed.country, customers.country) as country,
    bands.nps_band,
    bands.nps_points,
    -- What follows sorts by customers, and numbers sort many times faster than keys.
    customers.customer_number,
    case when customers.customer_number is null then keyed.respondent_key end as unlisted_customer_key,
    keyed.responded_at,
    {{ cx_local_day('keyed.responded_at', 'days') }} as responded_on
from keyed
left join {{ ref('int_days_localised') }} as days on cast(keyed.responded_at as date) = days.day
left join customers on keyed.looked_up_key = customers.customer_key
left join {{ ref('nps_bands') }} as bands on keyed.nps_score = bands.nps_score
