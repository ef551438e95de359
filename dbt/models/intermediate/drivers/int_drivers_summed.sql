-- Additive rows, one driver after the other: all at once would be one row for nearly every answer.
with responses as (

    select * from {{ ref('int_drivers_answered') }}

)

{% for slot in driver_slots() -%}
    select
        survey_kind,
        {{ loop.index }} as slot,
        month,
        window_count,
        {{ slot }}_months as months_until_next,
        count(*) as answers,
        -- Decimal: a sum of floating-point numbers depends on the order in which threads add them.
        cast(sum(cast({{ slot }} as decimal(18, 8))) as decimal(38, 8)) as score_sum,
        min(responded_on) as first_day,
        max(responded_on) as last_day
    from responses
    where {{ slot }} is not null
    group by survey_kind, month, window_count, {{ slot }}_months
    {% if not loop.last %}union all{% endif %}
{% endfor %}
