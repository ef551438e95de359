-- What an earlier build hid says nothing about these figures.
with judged as (

    select
        min(build_id) as build_id,
        sum(figures) as figures
    from {{ ref('stg_statistics__suppressed_builds') }}

),

collected as (

    select count(*) as figures
    from {{ ref('int_metrics_collected') }}

)

select
    judged.build_id,
    judged.figures,
    collected.figures as collected_figures
from judged
cross join collected
cross join {{ ref('stg_ingest__runs') }} as runs
where
    judged.build_id is distinct from runs.build_id
    or judged.figures is distinct from collected.figures
