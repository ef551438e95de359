"""The published tables of one row per period and member: which of their columns is which figure of which cell.

What is in no such table (`metric_values`, and tables that count nothing) stands in `figures` and in the tests.
"""

from dataclasses import dataclass, field

ANSWERS, PEOPLE = "answers", "people"
UNANSWERED = "unanswered_tickets"  # a count that no group is measured by, but that is published


@dataclass(frozen=True)
class Wide:
    """A table of one row per period and member: which column is of which metric, and what it counts, if anything.

    A kind that is None is the scorecard's own choice, said in the row. Figures of the whole that one member alone has
    stand apart, with its name.
    """

    dimension: str
    members: tuple[str, ...]  # the columns that name the member; none, it is the whole
    columns: dict[str, tuple[str, str | None, str | None]]
    month: str = "month"
    wholes: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    bearer: str = ""
    grain: str = "month"
    others: tuple["Wide", ...] = ()  # cells of other dimensions that its rows tell of as well


SCORECARD: dict[str, tuple[str, str | None, str | None]] = {
    "nps": ("nps", None, None),
    "nps_ci_lower": ("nps", None, None),
    "nps_ci_upper": ("nps", None, None),
    "nps_respondents": ("nps", None, PEOPLE),
    "csat": ("csat", None, None),
    "csat_answers": ("csat", None, ANSWERS),
    "ces": ("ces", None, None),
    "ces_answers": ("ces", None, ANSWERS),
    "first_response_minutes": ("first_response_minutes", "none", None),
    "tickets": ("tickets", "none", ANSWERS),
    "customers": ("customers", "none", PEOPLE),
    "annual_revenue_mean": ("annual_revenue", "none", None),
    "clv_mean": ("clv", "none", None),
    "clv_median": ("clv", "none", None),
    "clv_total": ("clv", "none", None),
    "projected_clv_mean": ("projected_clv", "none", None),
    "clv_to_acquisition_cost": ("clv_to_acquisition_cost", "none", None),
    "projected_clv_to_acquisition_cost": ("projected_clv_to_acquisition_cost", "none", None),
    "clv_unknown_customers": ("clv_unknown_customers", "none", PEOPLE),
    "churn_rate": ("churn_rate", "none", None),
    "response_rate": ("response_rate", "none", None),
}
# Those who answered again are some of those who answered, in surveys of the same kind.
AMONG = {"band_transitions": "nps"}
# Where one transition is hidden, so are those beside it that nobody made.
SECRETLY_EMPTY = ("transition", "segment_transition")
TRANSITIONS: dict[str, tuple[str, str | None, str | None]] = {
    "customers": ("band_transitions", None, ANSWERS),
    "mean_change": ("band_transitions", None, None),
}
PAIRED: dict[str, tuple[str, str | None, str | None]] = {"paired_customers": ("band_transitions", None, ANSWERS)}
WIDE = {
    "overall_scorecard": Wide("all", (), SCORECARD),
    "segment_scorecard": Wide("segment", ("segment",), SCORECARD),
    "contact_scorecard": Wide(
        "touchpoint",
        ("touchpoint",),
        {
            "invitations": ("invitations", "none", ANSWERS),
            "invited_customers": ("invitations", "none", PEOPLE),
            "delivered": ("response_rate", "none", ANSWERS),
            "responses": ("response_rate", "none", None),
            "response_rate": ("response_rate", "none", None),
            "opened": ("open_rate", "none", None),
            "open_rate": ("open_rate", "none", None),
        },
    ),
    "support_scorecard": Wide(
        "topic",
        ("topic",),
        {
            "tickets": ("tickets", "none", ANSWERS),
            "unanswered_tickets": (UNANSWERED, "none", ANSWERS),
            "first_response_minutes": ("first_response_minutes", "none", None),
            "first_response_minutes_median": ("first_response_minutes", "none", None),
            "first_response_minutes_p90": ("first_response_minutes", "none", None),
            "first_response_business_minutes": ("first_response_business_minutes", "none", None),
            "first_response_business_minutes_median": ("first_response_business_minutes", "none", None),
        },
    ),
    "nps_economics": Wide(
        "segment_band",
        ("segment", "nps_band"),
        {
            "customers": ("band_customers", "none", PEOPLE),
            "annual_revenue_mean": ("band_annual_revenue", "none", None),
            "clv_mean": ("band_clv", "none", None),
            "churn_rate_12_months": ("band_churn", "none", None),
            "revenue_at_risk": ("band_annual_revenue", "none", None),
        },
        month="period_start",
    ),
    "loyalty_gap": Wide(
        "segment",
        ("segment",),
        {
            "satisfied_customers": ("satisfied_customers", "none", PEOPLE),
            **dict.fromkeys(
                ("returned_customers", "not_returned_customers", "gap_share", "ci_lower", "ci_upper"),
                ("satisfied_customers", "none", None),
            ),
            "bad_purchase_customers": ("bad_purchase_customers", "none", PEOPLE),
            **dict.fromkeys(
                (
                    *("bad_purchase_returned_customers", "bad_purchase_not_returned_customers"),
                    *("bad_purchase_gap_share", "bad_purchase_ci_lower", "bad_purchase_ci_upper"),
                ),
                ("bad_purchase_customers", "none", None),
            ),
        },
        month="period_start",
    ),
    "touchpoint_scorecard": Wide(
        "touchpoint",
        ("touchpoint",),
        {
            **dict.fromkeys(("nps", "detractor_share", "impact_on_nps"), ("nps", None, None)),
            **dict.fromkeys(("ces", "low_effort_share", "impact_on_ces"), ("ces", None, None)),
            "csat": ("csat", None, None),
            "csat_answers": ("csat", None, ANSWERS),
            "ces_answers": ("ces", None, ANSWERS),
        },
        wholes={
            "sessions": ("sessions", "none", ANSWERS),
            "conversion_rate": ("conversion_rate", "none", None),
            "bounce_rate": ("bounce_rate", "none", None),
            "searches": ("searches", "none", ANSWERS),
        },
        bearer="website",
    ),
    "band_transitions": Wide(
        "segment_transition",
        ("segment", "from_band", "to_band"),
        TRANSITIONS,
        month="period_start",
        grain="quarter",
        others=(Wide("segment", ("segment",), PAIRED, month="period_start", grain="quarter"),),
    ),
    "overall_band_transitions": Wide(
        "transition",
        ("from_band", "to_band"),
        TRANSITIONS,
        month="period_start",
        grain="quarter",
        others=(Wide("all", (), PAIRED, month="period_start", grain="quarter"),),
    ),
}
