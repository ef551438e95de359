{{ config(materialized='ephemeral') }}

{#- Invitations, and the people behind them: an invitation whose customer is not known is a person of its own. -#}
{%- set counted = {
    'invited': 'true',
    'named': 'customer_key is not null',
    'delivered': 'is_delivered',
    'traced': 'is_delivered and is_opened is not null'
} -%}
with invitations as (

    select
        invitations.*,
        days.period_grain,
        days.period_start,
        days.period_end
    from {{ ref('int_invitations_answered') }} as invitations
    inner join {{ ref('int_days_reported') }} as days on invitations.invited_on = days.day

)

{% for dimension in var('invitation_dimensions') %}
    select
        period_grain,
        period_start,
        period_end,
        '{{ dimension }}' as dimension,
        {{ member_of(dimension) }} as member,
        {% for name, condition in counted.items() -%}
            count(*) filter (where {{ condition }}) as {{ name }},
            count(distinct customer_key) filter (where {{ condition }})
            + count(*) filter (where {{ condition }} and customer_key is null) as {{ name }}_people,
        {% endfor -%}
        count(*) filter (where is_opened) as opened,
        count(*) filter (where is_answered) as answered,
        min(invited_on) as first_invited_on,
        max(invited_on) as last_invited_on
    from invitations
    group by period_grain, period_start, period_end{{ '' if dimension == 'all' else ', ' ~ member_of(dimension) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
