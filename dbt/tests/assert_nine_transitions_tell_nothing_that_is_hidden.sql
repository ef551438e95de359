-- What is hidden shows nothing, where one of nine is hidden nothing tells of all, and the nine that are shown are all.
{%- set tables = {'band_transitions': 'segment', 'overall_band_transitions': "'all'"} %}
with transitions as (

    {% for table, segment in tables.items() -%}
        select
            '{{ table }}' as table_name,
            {{ segment }} as segment,
            customers,
            mean_change,
            paired_customers,
            paired_nps_change,
            paired_p_value,
            is_suppressed,
            suppression_reason,
            period_start
        from {{ ref(table) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

nines as (

    select
        *,
        count(*) over nine as size,
        sum(customers) over nine as customers_shown,
        max(case when is_suppressed then 1 else 0 end) over nine as hides_one
    from transitions
    window nine as (partition by table_name, segment, period_start)

)

select *
from nines
where
    size <> 9
    or is_suppressed <> (customers is null)
    or is_suppressed <> (suppression_reason is not null)
    or (mean_change is not null) <> coalesce(customers > 0, false)
    or customers between 1 and 4
    or abs(mean_change) > 10
    or (hides_one = 1 and coalesce(paired_nps_change, paired_p_value) is not null)
    or (hides_one = 0 and customers_shown <> paired_customers)
    or (hides_one = 0 and paired_nps_change is null)
    or customers_shown > paired_customers
    or abs(paired_nps_change) > 200
    or paired_p_value < 0
    or paired_p_value > 1
