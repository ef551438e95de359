{{ config(materialized='ephemeral') }}

with touchpoints as (

    select
        lower(touchpoint) as touchpoint_key,
        is_purchase
    from {{ ref('touchpoints') }}

),

-- Who answered too lately may still come back in time.
responses as (

    select
        responses.response_id,
        responses.customer_key,
        coalesce(responses.segment, 'unknown') as segment,
        responses.csat_satisfied_count = responses.csat_answer_count as is_satisfied,
        coalesce(touchpoints.is_purchase, false) as is_purchase,
        {{ cx_month_start('responses.responded_on') }} as month,
        responses.responded_on,
        responses.responded_at
    from {{ ref('int_responses_screened') }} as responses
    cross join {{ ref('stg_ingest__runs') }} as runs
    left join touchpoints on lower(responses.touchpoint) = touchpoints.touchpoint_key
    where
        responses.is_counted
        and responses.is_customer
        and responses.csat_answer_count > 0
        and responses.customer_key is not null
        and {{ awaited_until('responses.responded_on') }} <= runs.as_of

),

ranked as (

    select
        *,
        row_number() over (
            partition by customer_key, month
            order by responded_at desc nulls last, response_id desc nulls last
        ) as recency,
        row_number() over (
            partition by customer_key, month, is_purchase
            order by responded_at desc nulls last, response_id desc nulls last
        ) as recency_of_kind
    from responses

)

{% for experience, condition in [
    ('satisfied', 'recency = 1 and is_satisfied'),
    ('bad_purchase', 'is_purchase and recency_of_kind = 1 and not is_satisfied')
] -%}
    select
        '{{ experience }}' as experience,
        customer_key,
        segment,
        month,
        responded_on as experienced_on
    from ranked
    where {{ condition }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
