with pivoted as (

    select
        member as segment,
        {% for experience in ['satisfied', 'bad_purchase'] -%}
            {%- set is_it = "metric = '" ~ experience ~ "_customers'" -%}
            case
                when not bool_or({{ is_it }}) then 0
                else max(case when {{ is_it }} then denominator end)
            end as {{ experience }}_customers,
            max(case when {{ is_it }} then numerator end) as {{ experience }}_missing,
            {% for figure in ['value', 'ci_lower', 'ci_upper'] -%}
                max(case when {{ is_it }} then {{ figure }} end) as {{ experience }}_{{ figure }},
            {% endfor -%}
            bool_or({{ is_it }} and is_suppressed) as is_{{ experience }}_suppressed,
        {% endfor -%}
        period_start,
        period_end
    from {{ ref('int_metrics_suppressed') }}
    where metric in ('satisfied_customers', 'bad_purchase_customers')
    group by member, period_start, period_end

),

counted as (

    select
        *,
        {% for experience in ['satisfied', 'bad_purchase'] -%}
            cast({{ experience }}_customers as bigint) as {{ experience }}_people,
            cast(coalesce({{ experience }}_missing, 0 * {{ experience }}_customers) as bigint) as {{ experience }}_gone
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from pivoted

)

select
    counted.period_start,
    counted.period_end,
    counted.segment,
    counted.satisfied_people as satisfied_customers,
    counted.satisfied_people - counted.satisfied_gone as returned_customers,
    counted.satisfied_gone as not_returned_customers,
    counted.satisfied_value as gap_share,
    counted.satisfied_ci_lower as ci_lower,
    counted.satisfied_ci_upper as ci_upper,
    counted.bad_purchase_people as bad_purchase_customers,
    counted.bad_purchase_people - counted.bad_purchase_gone as bad_purchase_returned_customers,
    counted.bad_purchase_gone as bad_purchase_not_returned_customers,
    counted.bad_purchase_value as bad_purchase_gap_share,
    counted.bad_purchase_ci_lower,
    counted.bad_purchase_ci_upper,
    {{ awaited_until('counted.period_end') }} <= runs.as_of as is_complete,
    counted.is_satisfied_suppressed as is_suppressed,
    counted.is_bad_purchase_suppressed
from counted
cross join {{ ref('stg_ingest__runs') }} as runs
order by counted.period_start asc nulls last, counted.segment asc nulls last
