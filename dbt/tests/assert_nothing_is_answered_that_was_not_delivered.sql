-- What is opened need not be answered, and not every answer leaves a trace of the opening; both were delivered.
select
    source,
    invitation_id
from {{ ref('int_invitations_answered') }}
where not is_delivered and (is_answered or is_opened)

union all

select
    cast(month as {{ dbt.type_string() }}) as source,
    touchpoint as invitation_id
from {{ ref('contact_scorecard') }}
where
    delivered > invitations
    or invited_customers > invitations
    or responses > delivered
    or opened > delivered
    or response_rate < 0
    or response_rate > 100
    or open_rate < 0
    or open_rate > 100
    or invitations_per_customer < 1
