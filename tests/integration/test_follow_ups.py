"""The sample's follow-ups against what was planted, counted a second time in plain Python, and told to a server."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from dagster_project.notices.sending import send_notices
from dagster_project.settings import PROJECT_ROOT
from tests.integration.conftest import AS_OF, Installation
from tests.integration.notice_desk import receiver
from tests.unit.workbench import settings_in

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_the_list_of_the_sample_finds_all_its_answers(sample: Installation) -> None:
    truth = json.loads((PROJECT_ROOT / "data/sample_truth.json").read_text(encoding="utf-8"))
    planted = next(part["crm_follow_ups"] for part in truth.values() if "crm_follow_ups" in part)
    found = sample.query("select status, count(*) from cx.follow_ups where owner is not null group by status")
    counts = {str(state): number for state, number in found}
    assert counts == {state: planted[f"follow-ups that are {state}"] for state in ("closed", "contacted", "open")}


def test_due_times_next_answers_and_what_is_overdue_agree_with_a_second_count(sample: Installation) -> None:
    answers = sample.query(
        """select customer_key, survey_kind, responded_at, response_id, nps_score from cx.survey_responses
        where is_counted and nps_score is not null and customer_key is not null"""
    )
    series: dict[tuple[object, object], list[tuple[dt.datetime, str, int]]] = {}
    for customer, kind, moment, response, score in answers:
        given = (dt.datetime.fromisoformat(str(moment)), str(response), int(str(score)))
        series.setdefault((customer, kind), []).append(given)
    expected = {}
    end = dt.datetime.combine(dt.date.fromisoformat(AS_OF) + dt.timedelta(days=1), dt.time(), STOCKHOLM)
    for answered in series.values():
        ordered = sorted(answered)
        for place, (moment, name, score) in enumerate(ordered):
            if score <= 6:
                after = ordered[place + 1][2] if place + 1 < len(ordered) else None
                until = moment + dt.timedelta(days=2)
                rescued = None if after is None else after > 6
                expected[name] = (until, after, rescued, until.replace(tzinfo=dt.UTC) < end)
    found = sample.query(
        """select response_id, due_at, next_nps_score, is_rescued, is_overdue, status from cx.follow_ups
        where customer_key is not null"""
    )
    assert len(found) > 1500
    assert {row[0] for row in found} == set(expected)
    for response, due, later, is_rescued, is_overdue, status in found:
        is_late = expected[str(response)][3] and status == "open"
        assert (due, later, is_rescued, is_overdue) == (*expected[str(response)][:3], is_late)


def test_the_real_publication_can_be_told_of(sample: Installation, tmp_path: Path) -> None:
    urgent = {str(key) for (key,) in sample.query("select notice_key from cx.follow_ups where is_urgent")}
    with receiver() as desk:
        settings = settings_in(tmp_path, publish_dir=sample.published, notify_url=desk.url)
        done = send_notices(settings)
        assert (done.idle, done.entered, done.sent) == (None, len(urgent), len(urgent))
        assert set(desk.accepted) == urgent
        assert desk.doubles == 0
