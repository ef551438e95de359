-- What is still to come is priced at today's rate.
with initiatives as (

    select
        initiatives.*,
        runs.as_of,
        runs.reporting_currency,
        least(initiatives.started_on, runs.as_of) as priced_on
    from {{ ref('stg_market__initiatives') }} as initiatives
    cross join {{ ref('stg_ingest__runs') }} as runs

)

select
    initiatives.initiative_id,
    initiatives.name,
    initiatives.target_dimension,
    initiatives.target_member,
    initiatives.currency,
    {{ converted_amount('initiatives.cost', 'initiatives.currency', 'initiatives.reporting_currency', 'rates.rate') }}
        as cost,
    {{ is_rate_missing('initiatives.cost', 'initiatives.currency', 'initiatives.reporting_currency', 'rates.rate') }}
        as is_rate_missing,
    {{ cx_days_after('initiatives.started_on', var('initiative_days') - 1) }} <= initiatives.as_of as is_complete,
    initiatives.started_on,
    {{ cx_days_after('initiatives.started_on', -var('initiative_days')) }} as compared_from,
    {{ cx_days_after('initiatives.started_on', var('initiative_days') - 1) }} as compared_to,
    initiatives.priced_on,
    initiatives.as_of
from initiatives
left join {{ ref('int_fx_rates_filled') }} as rates
    on initiatives.currency = rates.currency and initiatives.priced_on = rates.day
