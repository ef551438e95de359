-- Before anything is hidden: who is in a band and who is in none are the segment's customers, with all their value.
with figures as (

    select * from {{ ref('int_metrics_collected') }}
    where period_grain = 'month'

),

split as (

    {% for part, whole in [
        ('band_customers', 'customers'), ('band_annual_revenue', 'annual_revenue'), ('band_clv', 'clv')
    ] -%}
        select
            '{{ whole }}' as metric,
            period_start,
            regexp_replace(member, ' / [a-z]+$', '') as member,
            sum(respondent_count) as people,
            sum(numerator) as total
        from figures
        where metric = '{{ part }}'
        group by period_start, regexp_replace(member, ' / [a-z]+$', '')
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    split.*,
    whole.respondent_count,
    whole.numerator
from split
left join figures as whole
    on
        split.metric = whole.metric
        and split.period_start = whole.period_start
        and split.member = whole.member
        and whole.dimension = 'segment'
where
    split.people is distinct from whole.respondent_count
    or abs(coalesce(split.total, 0) - coalesce(whole.numerator, 0)) > 1e-9 * greatest(abs(whole.numerator), 1)
