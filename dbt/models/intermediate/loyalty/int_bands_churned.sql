with answers as (

    select * from {{ ref('int_answers_followed') }}

),

months as (

    select * from {{ ref('int_months_valued') }}

),

-- In which months an answer of a day is measured: from the first that it is old enough for until it is too old.
days as (

    select
        days.responded_on,
        min(case
            when {{ is_followed_by('days.responded_on', 'months.valued_on') }} then months.month
        end) as first_month,
        coalesce(
            min(case
                when {{ is_outdated_by('days.responded_on', 'months.valued_on') }} then months.month
            end),
            cast('9999-12-31' as date)
        ) as outdated_month
    from (select distinct answers.responded_on from answers) as days
    cross join months
    group by days.responded_on

),

-- Until the customer's next answer in the same band and segment is measured too, this one stands for the person.
measured as (

    select
        answers.*,
        days.first_month,
        days.outdated_month,
        coalesce(
            lead(days.first_month) over (
                partition by answers.customer_number, answers.segment, answers.nps_band
                order by answers.responded_on asc nulls last
            ),
            cast('9999-12-31' as date)
        ) as repeated_month
    from answers
    inner join days on answers.responded_on = days.responded_on and days.first_month is not null

),

grouped as (

    select
        segment,
        nps_band,
        first_month,
        outdated_month,
        repeated_month,
        count(*) as answers,
        count(*) filter (where is_lost) as lost
    from measured
    group by segment, nps_band, first_month, outdated_month, repeated_month

)

select
    grouped.segment,
    grouped.nps_band,
    sum(grouped.answers) filter (where months.month < grouped.repeated_month) as people,
    sum(grouped.answers) as answers,
    sum(grouped.lost) as lost,
    months.month
from grouped
inner join months on grouped.first_month <= months.month and grouped.outdated_month > months.month
group by grouped.segment, grouped.nps_band, months.month
