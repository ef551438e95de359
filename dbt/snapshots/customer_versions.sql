{% snapshot customer_versions %}
{#- What is compared is what answers are grouped by; a customer who vanishes from the export stays as they were last. -#}
{{ config(
    unique_key='customer_key',
    strategy='check',
    check_cols=['segment', 'persona', 'country', 'industry', 'account_owner'],
    updated_at='known_at',
    hard_deletes='ignore'
) }}
{%- set is_first_load = not (execute and load_relation(this)) %}

with customers as (

    select * from {{ ref('stg_crm__customers') }}

),

runs as (

    select * from {{ ref('stg_ingest__runs') }}

),

held as (

    {% if is_first_load -%}
        select
            cast(null as {{ dbt.type_string() }}) as customer_key,
            cast(null as timestamp) as updated_at,
            cast(null as timestamp) as dbt_valid_from
        from customers
        where false
    {%- else -%}
        select
            customer_key,
            updated_at,
            dbt_valid_from
        from {{ this }}
        where dbt_valid_to is null
    {%- endif %}

)

select
    customers.customer_key,
    customers.segment,
    customers.persona,
    customers.country,
    customers.industry,
    customers.account_owner,
    customers.updated_at,
    -- Days of the business, as timestamps because dbt wants them so. The first version reaches back to the beginning. A
    -- change has the CRM's own day where that is later than the one of the version before it, else the day of the run
    -- that saw it; never the clock's, so that the same runs give the same history.
    case
        when held.customer_key is null then cast('1900-01-01' as timestamp)
        when customers.updated_at > coalesce(held.updated_at, held.dbt_valid_from)
            then greatest(
                cast(
                    cast({{ cx_local_time('customers.updated_at', 'runs.business_timezone') }} as date) as timestamp
                ),
                held.dbt_valid_from
            )
        else greatest(cast(runs.as_of as timestamp), held.dbt_valid_from)
    end as known_at
from customers
cross join runs
left join held on customers.customer_key = held.customer_key
{% endsnapshot %}
