{#- The moment that a record speaks of, as far as it says one. -#}
{%- set begun_at = 'coalesce(records.opened_at, records.contacted_at, records.closed_at)' -%}
with records as (

    select * from {{ ref('stg_support__follow_ups') }}

),

-- All that count, not the unhappy alone: a record of a happy answer is not about the customer's unhappy one.
answers as (

    {% for id in ['response_id', 'submission_id'] -%}
        select
            {{ id }} as written_id,
            response_id,
            customer_key,
            customer_number,
            responded_at
        from {{ ref('int_responses_screened') }}
        where is_counted and is_customer
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Platforms number their submissions each for itself, so a number may be that of somebody else's answer too. Where the
-- CRM does not know who answered, two keys may be two names of one customer.
found as (

    select
        records.source,
        records.follow_up_id,
        answers.response_id,
        case
            when answers.written_id = answers.response_id then 1
            when records.customer_key = answers.customer_key then 2
            when records.customer_key is null or answers.customer_key is null then 3
            when answers.customer_number is null then 5
        end as way,
        coalesce(answers.responded_at <= {{ begun_at }}, false) as is_before,
        answers.responded_at
    from records
    inner join answers on records.response_id = answers.written_id

    union all

    select
        records.source,
        records.follow_up_id,
        detractors.response_id,
        4 as way,
        true as is_before,
        detractors.responded_at
    from records
    inner join {{ ref('int_detractors_timed') }} as detractors on records.customer_key = detractors.customer_key
    where detractors.responded_at <= {{ begun_at }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by source, follow_up_id
            order by way asc, is_before desc, responded_at desc nulls last, response_id asc nulls last
        ) as preference
    from found
    where way is not null

)

select
    source,
    follow_up_id,
    response_id
from ranked
where preference = 1
