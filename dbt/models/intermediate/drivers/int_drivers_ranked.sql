{{ config(materialized='ephemeral') }}

{%- set quadrant = driver_quadrant(
    'judged.importance_lmg', 'cuts.importance_cut', 'judged.index_0_100', 'cuts.performance_cut'
) -%}
{%- set keys = ['survey_kind', 'period_grain', 'period_start', 'segment', 'model'] -%}
-- Where the NPS of a segment is hidden, its drivers are: they are moved by the same answers.
with hidden_scores as (

    select distinct
        survey_kind,
        period_grain,
        period_start,
        case when dimension = 'all' then 'all' else coalesce(nullif(member, 'all'), 'unknown') end as segment
    from {{ ref('int_metrics_suppressed') }}
    where metric = 'nps' and dimension in ('all', 'segment') and is_suppressed

),

judged as (

    select
        models.*,
        case
            when
                models.is_hidden
                or hidden_scores.segment is not null
                or (models.respondent_count > 0 and models.respondent_count < kinds.minimum_group_size)
                then
                    'fewer than ' || cast(kinds.minimum_group_size as {{ dbt.type_string() }})
                    || ' respondents here or in a cell that this one protects'
        end as suppression_reason
    from {{ ref('stg_statistics__driver_models') }} as models
    inner join {{ ref('survey_kinds') }} as kinds on models.survey_kind = kinds.survey_kind
    left join hidden_scores
        on
            models.survey_kind = hidden_scores.survey_kind
            and models.period_grain = hidden_scores.period_grain
            and models.period_start = hidden_scores.period_start
            and models.segment = hidden_scores.segment

),

-- Of one driver alone nobody can say whether it is an important one.
cuts as (

    select
        {{ keys | join(', ') }},
        median(importance_lmg) as importance_cut,
        median(index_0_100) as performance_cut
    from judged
    where suppression_reason is null and is_ranked
    group by {{ keys | join(', ') }}
    having count(*) > 1

)

select
    judged.*,
    case
        when judged.suppression_reason is null and judged.is_ranked then row_number() over in_model
    end as importance_rank,
    {{ quadrant }} as quadrant
from judged
left join cuts
    on
        judged.survey_kind = cuts.survey_kind
        {% for key in keys[1:] -%}
            and judged.{{ key }} = cuts.{{ key }}
        {% endfor -%}
window
    in_model as (
        partition by judged.{{ keys | join(', judged.') }}
        order by judged.importance_lmg desc nulls last, judged.driver asc nulls last
    )
