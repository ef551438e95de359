with invitations as (

    select
        *,
        row_number() over (
            partition by source, invitation_id
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'invitations') }}

),

-- A source that never gives a time does not know it; where one gives some, what it leaves out did not happen.
sources as (

    select
        source,
        bool_or(delivered_at is not null) as gives_delivered,
        bool_or(opened_at is not null) as gives_opened,
        bool_or(responded_at is not null) as gives_responded
    from invitations
    group by source

)

select
    invitations.source,
    invitations.invitation_id,
    invitations.file_path,
    invitations.customer_key,
    invitations.survey_id,
    invitations.channel,
    invitations.touchpoint,
    coalesce(invitations.delivered_at, invitations.opened_at, invitations.responded_at) is not null
    or (not sources.gives_delivered and invitations.sent_at is not null) as is_delivered,
    case when sources.gives_opened then invitations.opened_at is not null end as is_opened,
    case when sources.gives_responded then invitations.responded_at is not null end as is_answered,
    -- Not the time of opening or answering: what is known by that alone was answered always, and would lift the rate.
    coalesce(invitations.sent_at, invitations.delivered_at) as invited_at
from invitations
inner join sources on invitations.source = sources.source
where invitations.recency = 1
