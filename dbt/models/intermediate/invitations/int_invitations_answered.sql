with employee_surveys as (

    select distinct responses.survey_id
    from {{ ref('stg_survey__responses') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    where not kinds.is_customer

),

invitations as (

    select
        invitations.*,
        lead(invitations.invited_at) over (
            partition by invitations.customer_key, invitations.survey_id
            order by invitations.invited_at asc nulls first, invitations.source asc, invitations.invitation_id asc
        ) as next_invited_at
    from {{ ref('stg_survey__invitations') }} as invitations
    left join employee_surveys on invitations.survey_id = employee_surveys.survey_id
    where employee_surveys.survey_id is null

),

-- A response belongs to the latest invitation before it, whoever sent that one.
answered as (

    select distinct
        invitations.source,
        invitations.invitation_id
    from invitations
    inner join {{ ref('int_responses_screened') }} as responses
        on
            invitations.customer_key = responses.customer_key
            and invitations.survey_id = responses.survey_id
            and invitations.invited_at <= responses.responded_at
    where
        invitations.is_answered is null
        and responses.is_counted
        and (invitations.next_invited_at is null or responses.responded_at < invitations.next_invited_at)

)

select
    invitations.source,
    invitations.invitation_id,
    invitations.file_path,
    invitations.customer_key,
    coalesce(invitations.survey_id, 'unknown') as survey_id,
    coalesce(invitations.touchpoint, 'unknown') as touchpoint,
    coalesce(invitations.channel, 'unknown') as channel,
    coalesce(customers.segment, 'unknown') as segment,
    coalesce(customers.persona, 'unknown') as persona,
    coalesce(customers.country, 'unknown') as country,
    coalesce(crm.account_owner, 'unknown') as account_owner,
    invitations.is_delivered or answered.invitation_id is not null as is_delivered,
    invitations.is_opened,
    coalesce(invitations.is_answered, answered.invitation_id is not null) as is_answered,
    {{ cx_local_day('invitations.invited_at', 'days') }} as invited_on
from invitations
left join answered
    on invitations.source = answered.source and invitations.invitation_id = answered.invitation_id
left join {{ ref('int_days_localised') }} as days on cast(invitations.invited_at as date) = days.day
left join {{ ref('int_customers_priced') }} as customers on invitations.customer_key = customers.customer_key
left join {{ ref('stg_crm__customers') }} as crm on invitations.customer_key = crm.customer_key
