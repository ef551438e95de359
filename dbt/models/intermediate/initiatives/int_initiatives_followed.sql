-- The segment is that of the day of the start; today's where nothing is known of that day. Who is not known to have
-- come on some day is taken to have been there all the time.
with versions as (

    select
        initiatives.initiative_id,
        versions.customer_key,
        versions.segment
    from {{ ref('int_customers_versioned') }} as versions
    inner join {{ ref('int_initiatives_priced') }} as initiatives
        on
            versions.valid_from <= initiatives.started_on
            and coalesce(versions.valid_to, initiatives.started_on) >= initiatives.started_on

),

present as (

    select
        initiatives.initiative_id,
        initiatives.target_dimension,
        initiatives.target_member,
        customers.customer_key,
        customers.segment
    from {{ ref('int_customers_priced') }} as customers
    inner join {{ ref('int_initiatives_priced') }} as initiatives
        on
            coalesce(customers.acquired_on, initiatives.compared_from) <= initiatives.compared_from
            and coalesce(customers.churned_on, initiatives.started_on) >= initiatives.started_on

)

select
    present.initiative_id,
    present.customer_key,
    case present.target_dimension
        when 'segment'
            then
                lower(coalesce(
                    case when versions.customer_key is null then present.segment else versions.segment end, 'unknown'
                )) = lower(present.target_member)
        when 'touchpoint' then reached.respondent_key is not null
        else false
    end as is_target
from present
left join versions
    on present.initiative_id = versions.initiative_id and present.customer_key = versions.customer_key
left join {{ ref('int_initiatives_reached') }} as reached
    on present.initiative_id = reached.initiative_id and present.customer_key = reached.respondent_key
