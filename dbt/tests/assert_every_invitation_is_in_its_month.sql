-- All that was read is invitations of customers, with a day or without, or of employees; and every day has its month.
with invitations as (

    select
        count(*) as invitations,
        count(invited_on) as dated_invitations
    from {{ ref('int_invitations_answered') }}

),

employee_surveys as (

    select distinct responses.survey_id
    from {{ ref('stg_survey__responses') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    where not kinds.is_customer

),

of_employees as (

    select count(*) as invitations
    from {{ ref('stg_survey__invitations') }} as invitations
    inner join employee_surveys on invitations.survey_id = employee_surveys.survey_id

),

of_months as (

    select coalesce(sum(value), 0) as invitations
    from {{ ref('int_metrics_collected') }}
    where metric = 'invitations' and dimension = 'all' and period_grain = 'month'

),

read as (

    select count(*) as invitations
    from {{ ref('stg_survey__invitations') }}

)

select
    read.invitations as read_invitations,
    invitations.invitations,
    of_employees.invitations as of_employees,
    invitations.dated_invitations,
    of_months.invitations as of_months
from invitations
cross join of_employees
cross join of_months
cross join read
where
    read.invitations <> invitations.invitations + of_employees.invitations
    or invitations.dated_invitations <> of_months.invitations
