with tickets as (

    select
        *,
        {{ is_within_target('first_response_business_minutes') }} as is_within_business_target
    from {{ ref('int_tickets_answered') }}

),

reported as (

    select
        tickets.*,
        periods.period_grain,
        periods.period_start,
        periods.period_end
    from tickets
    inner join {{ ref('int_days_reported') }} as periods on tickets.requested_on = periods.day

)

{% for dimension in var('reported_ticket_dimensions') -%}
    select
        period_grain,
        '{{ dimension }}' as dimension,
        {{ member_of(dimension) }} as member,
        count(*) as requests,
        -- Who asked is not always known: each such request stands for a requester of its own.
        count(distinct customer_key) + count(*) filter (where customer_key is null) as requesters,
        {% for figure, is_in_time in [
            ('first_response', 'is_within_target'),
            ('first_response_business', 'is_within_business_target')
        ] -%}
            {%- set minutes = figure ~ '_minutes' %}
            count({{ minutes }}) as {{ figure }}_answered,
            count(distinct case when {{ minutes }} is not null then customer_key end)
            + count(*) filter (where customer_key is null and {{ minutes }} is not null) as {{ figure }}_requesters,
            count(*) filter (where {{ is_in_time }}) as {{ figure }}_in_time,
            cast(sum(cast({{ minutes }} as decimal(28, 12))) as double) as {{ figure }}_total,
            median({{ minutes }}) as {{ figure }}_median,
            percentile_cont(0.9) within group (order by {{ minutes }} asc nulls last) as {{ figure }}_p90,
            min(requested_on) filter (where {{ minutes }} is not null) as {{ figure }}_first_day,
        {% endfor -%}
        count(*) filter (
            where first_response_minutes is null and first_response_business_minutes is null
        ) as unanswered,
        min(requested_on) as first_day,
        max(requested_on) as last_day,
        period_start,
        period_end
    from reported
    group by period_grain, period_start, period_end{{ ', ' ~ dimension if dimension != 'all' }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
