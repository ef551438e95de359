with counted as (

    {% for table in [
        'metric_values', 'segment_scorecard', 'overall_scorecard', 'survey_responses', 'survey_answers', 'customers',
        'metric_cube', 'data_quality', 'exclusion_ledger', 'survey_exclusions', 'contact_scorecard', 'touchpoint_coverage',
        'nps_economics', 'loyalty_gap'
    ] -%}
        select count(*) as row_count from {{ ref(table) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

total as (

    select
        count(*) as tables,
        sum(row_count) as rows
    from counted

)

select
    runs.build_id,
    runs.source_commit,
    cast(total.tables as bigint) as tables,
    cast(total.rows as bigint) as rows,
    runs.as_of,
    runs.started_at as published_at
from {{ ref('stg_ingest__runs') }} as runs
cross join total
