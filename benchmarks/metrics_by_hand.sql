-- The limit: the counts behind metric_values for one set of responses, as one would write them by hand for DuckDB alone.
-- No weights, no scales, no comparisons; what it gives is compared with the models before a time is printed.
create or replace temp table answers as
select survey_kind, survey_id, segment, touchpoint, channel, country, persona, account_owner, customer_number,
    date_trunc('month', responded_on)::date as month,
    case when survey_kind = 'relational' then coalesce(datediff('month', responded_on, next_nps_on), 99) else 99 end as nps_months,
    case when survey_kind = 'relational' then coalesce(datediff('month', responded_on, next_csat_on), 99) else 99 end as csat_months,
    case when survey_kind = 'relational' then coalesce(datediff('month', responded_on, next_ces_on), 99) else 99 end as ces_months,
    (select count(*) from (values (1), (2), (3)) as offsets (n)
        where responded_on >= least(last_day(date_trunc('month', responded_on)::date + to_months(n)), date '2026-06-30') - 89
            and date_trunc('month', responded_on)::date + to_months(n) <= date '2026-06-30')
        + 1 as windows,
    (nps_score is not null)::tinyint as nps, (nps_score >= 9)::tinyint as promoter, (nps_score <= 6)::tinyint as detractor,
    csat_answer_count as csat, csat_satisfied_count as satisfied, ces_answer_count as ces, ces_satisfied_count as easy
from (
    select *,
        lead(case when nps_score is not null then responded_on end ignore nulls) over following as next_nps_on,
        lead(case when csat_answer_count > 0 then responded_on end ignore nulls) over following as next_csat_on,
        lead(case when ces_answer_count > 0 then responded_on end ignore nulls) over following as next_ces_on
    from intermediate.int_responses_screened
    where survey_kind = 'relational'
    window following as (partition by customer_number order by responded_at, response_id)
    union all by name
    select * from intermediate.int_responses_screened where survey_kind = 'transactional'
);
{% for dimension, keys in dimensions.items() %}
create or replace temp table by_{{ dimension }} as
select survey_kind, {{ keys }} as member, month, windows, nps_months, csat_months, ces_months,
    sum(nps) as nps_n, sum(promoter) as nps_p, sum(detractor) as nps_d, sum(csat) as csat_n, sum(satisfied) as csat_p,
    sum(ces) as ces_n, sum(easy) as ces_p
from answers group by all;
{% endfor %}
create or replace table by_hand as
with periods as (
    select distinct month, 'month' as grain, month as first_day, last_day(month) as last_day from answers union all
    select distinct month, 'quarter', date_trunc('quarter', month)::date, (date_trunc('quarter', month) + interval 3 month)::date - 1 from answers union all
    select distinct month, 'year', date_trunc('year', month)::date, (date_trunc('year', month) + interval 1 year)::date - 1 from answers union all
    select distinct month, 'all_time', null, null from answers
),
windows as (
    select month, n, least(last_day(month + to_months(n)), date '2026-06-30') as last_day
    from (select distinct month from answers), (values (0), (1), (2), (3)) as offsets (n)
),
summed as (
{% for dimension in dimensions %}{% for metric in ['nps', 'csat', 'ces'] %}
    select '{{ metric }}' as metric, survey_kind, grain, first_day, '{{ dimension }}' as dimension, member,
        sum({{ metric }}_n) as n, sum({{ metric }}_p{{ ' - nps_d' if metric == 'nps' }}) as numerator
    from by_{{ dimension }} join periods using (month)
    where {{ metric }}_months > case when grain = 'all_time' then 98 else datediff('month', month, last_day) end
    group by all
    union all
    select '{{ metric }}', survey_kind, 'trailing_90_days', last_day - 89, '{{ dimension }}', member,
        sum({{ metric }}_n), sum({{ metric }}_p{{ ' - nps_d' if metric == 'nps' }})
    from by_{{ dimension }} join windows using (month)
    where n < windows and {{ metric }}_months > n
    group by all
    {% if not loop.last %}union all{% endif %}
{% endfor %}{% if not loop.last %}union all{% endif %}{% endfor %}
),
people as (
{% for dimension, keys in dimensions.items() %}{% for grain, first_day in grains.items() %}
    select 'transactional' as survey_kind, '{{ grain }}' as grain, first_day, '{{ dimension }}' as dimension, member,
        sum(has_nps) as nps, sum(has_csat) as csat, sum(has_ces) as ces
    from (
        select {{ keys }} as member, {{ first_day }} as first_day, customer_number, max(nps) as has_nps,
            max((csat > 0)::tinyint) as has_csat, max((ces > 0)::tinyint) as has_ces
        from answers{% if grain == 'trailing_90_days' %} join (values (0), (1), (2), (3)) as offsets (n) on n < windows{% endif %}
        where survey_kind = 'transactional'
        group by all
    )
    group by all
    {% if not loop.last %}union all{% endif %}
{% endfor %}{% if not loop.last %}union all{% endif %}{% endfor %}
),
long_people as (
    unpivot people on nps, csat, ces into name metric value respondents
)
select summed.metric, summed.survey_kind, summed.grain, summed.first_day, summed.dimension, summed.member,
    coalesce(respondents, n)::bigint as respondents, n::bigint as n, numerator::double as numerator,
    100 * numerator / nullif(n, 0) as value
from summed
left join long_people on summed.metric = long_people.metric and summed.survey_kind = long_people.survey_kind
    and summed.grain = long_people.grain and summed.first_day is not distinct from long_people.first_day
    and summed.dimension = long_people.dimension and summed.member = long_people.member
where n > 0;
