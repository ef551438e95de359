"""Any subset of sources is a working set-up: what cannot be computed is an empty table, not an error."""

from pathlib import Path

import pytest

from tests.integration.small import small_installation

TABLES = {
    "brand_mentions",
    "band_transitions",
    "churn_reasons",
    "comment_themes",
    "contact_scorecard",
    "customers",
    "data_quality",
    "exclusion_ledger",
    "follow_up_scorecard",
    "follow_ups",
    "initiative_roi",
    "key_drivers",
    "lifetime_models",
    "loyalty_gap",
    "metric_cube",
    "metric_values",
    "nps_economics",
    "overall_band_transitions",
    "overall_scorecard",
    "publication",
    "search_themes",
    "score_changes",
    "score_distribution",
    "segment_scorecard",
    "support_scorecard",
    "survey_answers",
    "survey_comments",
    "survey_exclusions",
    "survey_responses",
    "theme_candidates",
    "touchpoint_coverage",
    "touchpoint_scorecard",
}

MONEY = {"clv", "projected_clv", "churn_rate"}


@pytest.mark.parametrize(
    ("sources", "metrics"),
    [
        ((), set()),
        (("relationship",), {"nps"}),
        (
            ("crm", "tickets", "invitations"),
            {"csat", "first_response_minutes", "first_response_business_minutes", "response_rate", *MONEY},
        ),
    ],
    ids=lambda value: "+".join(sorted(value)) or "nothing",
)
def test_any_subset_of_sources_runs(tmp_path: Path, sources: tuple[str, ...], metrics: set[str]) -> None:
    installation = small_installation(tmp_path / "here", sources)
    done = installation.run()
    assert done.returncode == 0, done.stdout + done.stderr
    tables = {name for (name,) in installation.query("select table_name from duckdb_tables() where schema_name = 'cx'")}
    assert tables >= TABLES
    assert {name for (name,) in installation.query("select distinct metric from cx.metric_values")} == metrics
    if not sources:
        assert installation.query("select count(*) from cx.survey_responses") == [(0,)]
