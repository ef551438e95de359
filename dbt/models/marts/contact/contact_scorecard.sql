with metrics as (

    select
        *,
        {{ cx_month_start('period_end') }} as month
    from {{ ref('int_metrics_suppressed') }}
    where
        dimension = 'touchpoint'
        and (
            (period_grain = 'month' and metric in ('invitations', 'response_rate', 'open_rate'))
            or (period_grain = 'trailing_90_days' and metric = 'contact_frequency')
        )

),

pivoted as (

    select
        month,
        member,
        bool_or(metric = 'invitations') as is_invited_in_month,
        {% for metric, column, name in [
            ('invitations', 'value', 'invitations'), ('invitations', 'respondent_count', 'invited_customers'),
            ('response_rate', 'denominator', 'delivered'), ('response_rate', 'numerator', 'responses'),
            ('response_rate', 'value', 'response_rate'), ('open_rate', 'numerator', 'opened'),
            ('open_rate', 'value', 'open_rate'), ('contact_frequency', 'value', 'invitations_per_customer')
        ] -%}
            max(case when metric = '{{ metric }}' then {{ column }} end) as {{ name }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from metrics
    group by month, member

)

select
    month,
    member as touchpoint,
    cast(invitations as bigint) as invitations,
    cast(delivered as bigint) as delivered,
    cast(opened as bigint) as opened,
    cast(responses as bigint) as responses,
    cast(invited_customers as bigint) as invited_customers,
    response_rate,
    open_rate,
    invitations_per_customer
from pivoted
where is_invited_in_month
order by month asc nulls last, touchpoint asc nulls last
