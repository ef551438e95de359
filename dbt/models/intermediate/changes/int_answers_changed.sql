with answers as (

    select *
    from {{ ref('int_responses_numbered') }}
    where is_counted and is_customer and not is_anonymous and nps_score is not null

),

-- The one sorting of answers by customers: what a reason is made of comes along, so that nothing is looked up again.
paired as (

    select
        response_id,
        lag(response_id) over in_order as previous_response_id,
        customer_key,
        survey_id,
        survey_kind,
        segment,
        lag(nps_band) over in_order as previous_band,
        nps_band as band,
        lag(nps_score) over in_order as previous_score,
        nps_score as score,
        {% for slot in driver_slots() -%}
            {{ slot }} - lag({{ slot }}) over in_order as {{ slot }}_change,
        {% endfor -%}
        month_number,
        lead(month_number) over in_order as next_month_number,
        month,
        lag(responded_on) over in_order as previous_responded_on,
        responded_on
    from answers
    window in_order as (
        partition by survey_kind, survey_id, respondent_number
        order by responded_at asc nulls first, response_id asc nulls first
    )

),

placed as (

    select
        *,
        {{ months_until('next_month_number', 'month_number') }} as months_until_next
    from paired
    where previous_score is not null

)

-- Only drivers that were answered both times have changed, or not.
select
    response_id,
    previous_response_id,
    customer_key,
    survey_id,
    survey_kind,
    segment,
    previous_band,
    band,
    case
        when score > previous_score then 'improved'
        when score < previous_score then 'worsened'
        else 'unchanged'
    end as direction,
    previous_score,
    score,
    {{ dbt.datediff('previous_responded_on', 'responded_on', 'day') }}
        as days_between,
    {% for slot in driver_slots() -%}
        {{ slot }}_change,
    {% endfor -%}
    months_until_next > {{ months_left_in('quarter', 'month') }} as counts_in_quarter,
    {{ cx_period_start('quarter', 'month') }} as quarter,
    responded_on
from placed
