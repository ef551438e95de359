{{ config(materialized='ephemeral') }}

with invitations as (

    select
        counted.*,
        case
            when counted.period_grain = 'all_time' then min(counted.first_invited_on) over ()
            else counted.period_start
        end as starts_on,
        case
            when counted.period_grain = 'all_time' then greatest(runs.as_of, max(counted.last_invited_on) over ())
            else counted.period_end
        end as ends_on
    from {{ ref('int_invitations_counted') }} as counted
    cross join {{ ref('stg_ingest__runs') }} as runs

),

-- How many were invited in a month and how often a person was are for contact_scorecard; metric_values leaves them out.
figures as (

    {% for metric, people, numerator, denominator, value, grain in [
        ('response_rate', 'delivered_people', 'answered', 'delivered', response_rate('answered', 'delivered'), none),
        ('open_rate', 'traced_people', 'opened', 'traced', open_rate('opened', 'traced'), none),
        ('invitations', 'invited_people', 'invited', 'null', 'invited', 'month'),
        ('contact_frequency', 'named_people', 'named', 'named_people', contact_frequency('named', 'named_people'),
            'trailing_90_days')
    ] -%}
        select
            '{{ metric }}' as metric,
            period_grain,
            dimension,
            member,
            cast({{ people }} as bigint) as respondent_count,
            cast({{ numerator }} as bigint) as successes,
            cast({{ denominator }} as bigint) as denominator,
            {{ value }} as value,
            -- Only a share has an interval: the square root knows no customer who was invited twice.
            {% if '_rate' in metric -%}
                case when {{ denominator }} > 0 then {{ numerator }} end as positives,
            {% else -%}
                cast(null as bigint) as positives,
            {% endif -%}
            starts_on,
            ends_on
        from invitations
        {% if grain %}where period_grain = '{{ grain }}'{% endif %}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

bounded as (

    select
        *,
        {{ wilson_centre('positives', 'denominator') }} as centre,
        {{ wilson_half_width('positives', 'denominator') }} as half_width
    from figures

)

select
    metric,
    'none' as survey_kind,
    period_grain,
    dimension,
    member,
    respondent_count,
    case when value is not null then cast(successes as double) end as numerator,
    denominator,
    cast(value as double) as value,
    case when positives is not null then greatest(0e0, 100e0 * (centre - half_width)) end as ci_lower,
    case when positives is not null then least(100e0, 100e0 * (centre + half_width)) end as ci_upper,
    starts_on as period_start,
    ends_on as period_end
from bounded
