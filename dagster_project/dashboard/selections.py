"""Which rows and columns of the published tables each edition of the page carries, as SQL over the schema `cx`.

Lists of single cases are capped, so that a page does not grow with the years: what is cut is said on the page, by
`CAPS`. Nothing else is left out but what no view shows.
"""

from dataclasses import dataclass

from dagster_project.publish.tables import Audience

YEARS = 3
CAPS = {"follow_ups": 500, "comments": 1000}
METRICS = (
    "nps",
    "enps",
    "csat",
    "ces",
    "first_response_minutes",
    "response_rate",
    "churn_rate",
    "clv",
)
DIMENSIONS = ("all", "segment", "country", "touchpoint", "segment_touchpoint")


@dataclass(frozen=True)
class Selection:
    """One table of the page: its name there, who may see it, and the query that gives its rows."""

    name: str
    audience: Audience
    sql: str


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_RECENT = f"period_start > (select as_of from cx.publication) - interval {YEARS} year"

# A case or a comment without a place is found under the same word as its score.
_KNOWN_PLACES = "coalesce(segment, 'unknown') as segment, coalesce(touchpoint, 'unknown') as touchpoint"

SELECTIONS = (
    Selection(
        "scores",
        "general",
        f"""select metric, survey_kind, period_grain, period_start, period_end, dimension, member, respondent_count,
            numerator, denominator, value, ci_lower, ci_upper, mean_score, median_score, p90_score,
            within_target_share, previous_value, change, change_p_value, difference_to_rest,
            difference_to_rest_p_value_holm, benchmark_value, is_significant_change, is_low_base, is_suppressed
        from cx.metric_values
        where metric in ({_listed(METRICS)}) and dimension in ({_listed(DIMENSIONS)})
            and ({_RECENT} or period_grain = 'all_time')
            and not (dimension = 'segment_touchpoint' and period_grain = 'trailing_90_days')
        order by metric, survey_kind, dimension, period_grain, member, period_start""",
    ),
    Selection(
        "distribution",
        "general",
        f"""select survey_kind, period_grain, period_start, period_end, dimension, member, lowest_score, highest_score,
            band, answer_count, share, is_low_base, is_suppressed
        from cx.score_distribution where {_RECENT} or period_grain = 'all_time'
        order by survey_kind, period_grain, period_start, dimension, member, lowest_score""",
    ),
    Selection(
        "drivers",
        "general",
        f"""select survey_kind, period_grain, period_start, period_end, segment, driver, importance_lmg, correlation,
            mean_score, index_0_100, rank, quadrant, r_squared, respondent_count, is_ranked, is_suppressed, reason
        from cx.key_drivers
        where model = 'without_overall_satisfaction' and ({_RECENT} or period_grain = 'all_time')
        order by survey_kind, period_grain, period_start, segment, rank nulls last, driver""",
    ),
    Selection(
        "themes",
        "general",
        f"""select period_grain, period_start, period_end, segment, theme, distinct_customers, comment_count, share,
            nps_answers, nps_of_theme, nps_impact, sentiment_mean, is_worth_acting_on, is_suppressed, is_nps_suppressed
        from cx.comment_themes where {_RECENT} or period_grain = 'all_time'
        order by period_grain, period_start, segment, theme""",
    ),
    Selection(
        "transitions",
        "general",
        f"""select period_start, period_end, 'all' as segment, from_band, to_band, customers, paired_customers,
            paired_nps_change, paired_p_value, is_low_base, is_suppressed
        from cx.overall_band_transitions where {_RECENT}
        union all
        select period_start, period_end, segment, from_band, to_band, customers, paired_customers, paired_nps_change,
            paired_p_value, is_low_base, is_suppressed
        from cx.band_transitions where {_RECENT}
        order by period_start, segment, from_band, to_band""",
    ),
    Selection(
        "economics",
        "general",
        f"""select period_start, period_end, segment, nps_band, customers, annual_revenue_mean, clv_mean,
            churn_rate_12_months, revenue_at_risk, is_suppressed, is_churn_suppressed
        from cx.nps_economics where {_RECENT} order by period_start, segment, nps_band""",
    ),
    Selection(
        "touchpoints",
        "general",
        f"""select month as period_start, touchpoint, friction_metric, impact_on_nps, impact_on_ces, friction_rank,
            is_low_base, is_suppressed
        from cx.touchpoint_scorecard where {_RECENT.replace("period_start", "month")}
        order by month, journey_order nulls last, touchpoint""",
    ),
    Selection(
        "coverage",
        "general",
        """select touchpoint, journey_order, is_moment_of_truth, is_asked
        from cx.touchpoint_coverage order by journey_order nulls last, touchpoint""",
    ),
    Selection(
        "initiatives",
        "general",
        """select name, target_member, verdict, cost, nps_effect, nps_ci_lower, nps_ci_upper, nps_p_value,
            revenue_effect, revenue_ci_lower, revenue_ci_upper, benefit, roi, roi_ci_lower, roi_ci_upper,
            is_low_base, has_pre_trend, started_on
        from cx.initiative_roi order by started_on, initiative_id""",
    ),
    Selection(
        "files",
        "general",
        """select source, file, status, rows_read, rows_loaded, rows_rejected, rows_dropped, unmapped_values,
            top_reject_reason, remark
        from cx.data_quality order by source, file""",
    ),
    Selection(
        "exclusions",
        "general",
        """select survey_kind, exclusion_reason, rule, submission_count, is_suppressed
        from cx.exclusion_ledger order by survey_kind, rule, reason_order""",
    ),
    Selection(
        "cube",
        "frontline",
        f"""select survey_kind, month as period_start, segment, touchpoint, country,
            sum(nps_respondents)::bigint as nps_respondents, sum(promoters)::bigint as promoters,
            sum(passives)::bigint as passives, sum(detractors)::bigint as detractors,
            sum(csat_answers)::bigint as csat_answers, sum(csat_satisfied)::bigint as csat_satisfied,
            sum(ces_answers)::bigint as ces_answers, sum(ces_satisfied)::bigint as ces_satisfied
        from cx.metric_cube where {_RECENT.replace("period_start", "month")}
        group by survey_kind, month, segment, touchpoint, country
        order by survey_kind, month, segment, touchpoint, country""",
    ),
    Selection(
        "follow_ups",
        "frontline",
        f"""select response_id, customer_key, {_KNOWN_PLACES}, survey_kind, owner, status, nps_score, reason_driver,
            reason_theme, comment, value_at_stake, priority, due_at, is_overdue, is_urgent
        from cx.follow_ups where status in ('open', 'contacted')
        order by is_urgent desc, priority, response_id limit {CAPS["follow_ups"]}""",
    ),
    Selection(
        "cases",  # all that are open, also those beyond the cap; a customer's value stands at one case
        "frontline",
        f"""select survey_kind, segment, touchpoint, count(*) as cases, count_if(is_urgent) as urgent,
            count_if(is_overdue) as overdue, count_if(owner is null) as unowned,
            count_if(value_at_stake is null) as unknown_values,
            coalesce(sum(value_at_stake) filter (where is_first), 0) as value_at_stake
        from (
            select survey_kind, {_KNOWN_PLACES}, is_urgent, is_overdue, owner, value_at_stake,
                customer_key is null or row_number() over (
                    partition by customer_key order by value_at_stake desc nulls last, response_id
                ) = 1 as is_first
            from cx.follow_ups where status in ('open', 'contacted')
        )
        group by survey_kind, segment, touchpoint order by survey_kind, segment, touchpoint""",
    ),
    Selection(
        "comments",
        "frontline",
        f"""select answers.response_id, responses.responded_on, responses.survey_kind, {_KNOWN_PLACES},
            coalesce(responses.country, 'unknown') as country, responses.nps_score, responses.nps_band,
            answers.sentiment, answers.themes, answers.comment
        from cx.survey_comments as answers
        inner join cx.survey_responses as responses on answers.response_id = responses.response_id
        where answers.is_counted and responses.survey_kind <> 'employee'
        order by responses.responded_on desc, answers.response_id, answers.question_id limit {CAPS["comments"]}""",
    ),
    Selection(
        "change_reasons",
        "frontline",
        f"""select date_trunc('quarter', responded_on)::date as period_start,
            coalesce(segment, 'unknown') as segment, direction, reason_driver,
            reason_theme, count(*) as changes
        from cx.score_changes
        where counts_in_quarter and direction <> 'unchanged' and {_RECENT.replace("period_start", "responded_on")}
        group by all order by all""",
    ),
    Selection(
        "candidates",
        "frontline",
        """select candidate, example, distinct_customers, comment_count
        from cx.theme_candidates order by distinct_customers desc, candidate""",
    ),
)


def selections_for(edition: Audience) -> tuple[Selection, ...]:
    """The tables of an edition: the frontline page has them all."""
    return tuple(one for one in SELECTIONS if edition == "frontline" or one.audience == "general")
