{%- set latest_day = "cast('9999-12-31' as date)" -%}
with keyed as (

    select
        *,
        -- Who answered on no day is taken as they are now.
        coalesce(responded_on, {{ latest_day }}) as looked_up_on
    from {{ ref('int_responses_keyed') }}

),

-- Days without a gap, so that the join compares columns with columns: anything else than that costs a comparison of
-- each response with every version.
versions as (

    select
        *,
        coalesce(valid_to, {{ latest_day }}) as last_valid_on
    from {{ ref('int_customers_versioned') }}

)

select
    {% for column in [
        'response_id', 'source', 'submission_id', 'file_id', 'file_path', 'row_number', 'survey_id', 'survey_kind', 'wave',
        'interaction_id', 'touchpoint', 'channel', 'language', 'csat_scale', 'ces_scale', 'exclusion_reason', 'weight', 'finite_population',
        'nps_score', 'csat_answer_count', 'csat_satisfied_count', 'csat_score_sum',
        'ces_answer_count', 'ces_satisfied_count', 'ces_score_sum', 'asks_nps', 'asks_csat', 'asks_ces', 'is_customer'
    ] -%}
        keyed.{{ column }},
    {% endfor -%}
    {% for slot in driver_slots() -%}
        keyed.{{ slot }},
    {% endfor -%}
    keyed.respondent_key as customer_key,
    coalesce(versions.segment, keyed.segment) as segment,
    versions.persona,
    coalesce(keyed.country, versions.country) as country,
    versions.account_owner,
    case when not keyed.is_customer then coalesce(employees.unit, keyed.segment) end as unit,
    bands.nps_band,
    bands.nps_points,
    -- What follows sorts by customers, and numbers sort many times faster than keys.
    versions.customer_number,
    case when versions.customer_number is null then keyed.respondent_key end as unlisted_customer_key,
    keyed.responded_at,
    keyed.responded_on
from keyed
left join versions
    on
        keyed.looked_up_key = versions.customer_key
        and keyed.looked_up_on >= versions.valid_from
        and keyed.looked_up_on <= versions.last_valid_on
left join {{ ref('stg_hr__employees') }} as employees on keyed.employee_key = employees.employee_key
left join {{ ref('nps_bands') }} as bands on keyed.nps_score = bands.nps_score
