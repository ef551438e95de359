"""What the pages show: one entry per view, in the order of reading. Data only: the page's script and `rows` follow it.

A view shows the rows of one table that have the values of `where` and, in the columns of `follows`, the values of the
reader's filters. Filters go by these names: `kind` (of the survey), `grain` and `period`, `dimension` and `member`
(what the filters of segment, country and touchpoint come to), `segment` alone (or 'all'), `compared` (the dimension
whose members stand beside each other).
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from dagster_project.publish.tables import Audience

Filter = Literal["kind", "grain", "period", "dimension", "member", "segment", "compared"]


@dataclass(frozen=True)
class View:
    """One view: where its rows come from, what they follow, how they are drawn and which columns its table has.

    `figure` is a chart of `charts` by name; None where the page's script writes plain HTML. `columns` is the table that
    stands beside every chart, and the CSV.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    follows: dict[str, Filter] = field(default_factory=dict)
    figure: bool = True
    audience: Audience = "general"
    wide: bool = False


# Columns that hold codes, and under which name the words of a code stand.
CODED = {
    "metric": "metric",
    "survey_kind": "survey_kind",
    "member": "member",
    "segment": "member",
    "country": "country",
    "target_member": "member",
    "touchpoint": "touchpoint",
    "driver": "driver",
    "reason_driver": "driver",
    "theme": "theme",
    "reason_theme": "theme",
    "band": "band",
    "nps_band": "band",
    "from_band": "band",
    "to_band": "band",
    "quadrant": "quadrant",
    "verdict": "verdict",
    "direction": "direction",
    "sentiment": "sentiment",
    "status": "status",
    "exclusion_reason": "exclusion_reason",
}


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_OVER_TIME: dict[str, Filter] = {
    "survey_kind": "kind",
    "period_grain": "grain",
    "dimension": "dimension",
    "member": "member",
}

VIEWS = (
    View(
        "kpis",
        "scores",
        _names(
            "metric survey_kind period member respondent_count value ci_lower ci_upper median_score "
            "previous_value change change_p_value benchmark_value is_low_base"
        ),
        follows={**_OVER_TIME, "period_start": "period"},
        figure=False,
        wide=True,
    ),
    View(
        "nps_trend",
        "scores",
        _names(
            "period survey_kind member numerator denominator respondent_count value ci_lower ci_upper change "
            "change_p_value is_low_base"
        ),
        where={"metric": ("nps", "enps")},
        follows=_OVER_TIME,
        wide=True,
    ),
    View(
        "score_distribution",
        "distribution",
        _names("period survey_kind member label band answer_count share"),
        follows={**_OVER_TIME, "period_start": "period"},
    ),
    View(
        "segments",
        "scores",
        _names(
            "period survey_kind member respondent_count value ci_lower ci_upper change change_p_value "
            "difference_to_rest difference_to_rest_p_value_holm is_low_base"
        ),
        where={"metric": ("nps", "enps")},
        follows={
            "survey_kind": "kind",
            "period_grain": "grain",
            "period_start": "period",
            "dimension": "compared",
        },
    ),
    View(
        "satisfaction_trend",
        "scores",
        _names(
            "metric period survey_kind member numerator denominator respondent_count value ci_lower ci_upper "
            "change change_p_value is_low_base"
        ),
        where={"metric": ("csat", "ces")},
        follows=_OVER_TIME,
    ),
    View(
        "response_time",
        "scores",
        _names("period member respondent_count denominator value median_score p90_score within_target_share"),
        where={"metric": ("first_response_minutes",)},
        follows={"period_grain": "grain", "dimension": "dimension", "member": "member"},
    ),
    View(
        "journey",
        "scores",
        _names("metric survey_kind period member respondent_count value ci_lower ci_upper change"),
        where={"metric": ("nps", "csat", "ces")},
        follows={"survey_kind": "kind", "period_grain": "grain", "period_start": "period"},
        figure=False,
        wide=True,
    ),
    View(
        "key_drivers",
        "drivers",
        _names(
            "period segment driver importance_lmg index_0_100 mean_score correlation rank quadrant respondent_count"
        ),
        follows={
            "survey_kind": "kind",
            "period_grain": "grain",
            "period_start": "period",
            "segment": "segment",
        },
    ),
    View(
        "themes",
        "themes",
        _names(
            "period segment theme distinct_customers share nps_of_theme nps_impact sentiment_mean is_worth_acting_on"
        ),
        follows={"period_grain": "grain", "period_start": "period", "segment": "segment"},
    ),
    View(
        "score_changes",
        "transitions",
        _names("period segment from_band to_band customers paired_nps_change paired_p_value"),
        follows={"period_start": "period", "segment": "segment"},
    ),
    View(
        "economics",
        "economics",
        _names("period segment nps_band customers clv_mean annual_revenue_mean churn_rate_12_months revenue_at_risk"),
        follows={"period_start": "period", "segment": "segment"},
    ),
    View(
        "initiatives",
        "initiatives",
        _names(
            "name target_member started_on cost nps_effect nps_ci_lower nps_ci_upper revenue_effect benefit "
            "roi roi_ci_lower roi_ci_upper verdict"
        ),
        wide=True,
    ),
    View(
        "follow_ups",
        "follow_ups",
        _names(
            "priority is_urgent due_at status segment nps_score reason_driver reason_theme comment "
            "value_at_stake owner customer_key response_id"
        ),
        figure=False,
        audience="frontline",
        wide=True,
    ),
    View(
        "comments",
        "comments",
        _names("responded_on segment touchpoint country nps_score sentiment themes comment response_id"),
        figure=False,
        audience="frontline",
        wide=True,
    ),
    View(
        "quality",
        "files",
        _names(
            "source file status rows_read rows_loaded rows_rejected rows_dropped unmapped_values "
            "top_reject_reason remark"
        ),
        figure=False,
        wide=True,
    ),
)


def views_for(edition: Audience) -> tuple[View, ...]:
    """The views of an edition: the frontline page has them all."""
    return tuple(view for view in VIEWS if edition == "frontline" or view.audience == "general")


def declared(view: View) -> dict[str, Any]:
    """A view as the page's script reads it."""
    return asdict(view)
