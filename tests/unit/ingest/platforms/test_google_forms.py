"""Google Forms: rows without an id, and what people write below them."""

import pytest

from tests.unit.ingest.platforms.exports import lines, utc
from tests.unit.workbench import Workbench, survey_yaml

HEADER = "Timestamp,,How satisfied are you?,Which channels?,Anything else?"
QUESTIONS = (
    "[{id: csat, metric: csat, column: How satisfied are you?},"
    " {id: channels, metric: other, column: Which channels?, split: ', '},"
    " {id: more, metric: text, column: Anything else?}]"
)


def forms(bench: Workbench, *rows: str, header: str = HEADER, questions: str = QUESTIONS) -> None:
    yaml = survey_yaml(questions, response="{}", more="platform: google_forms")
    bench.run(yaml, {"a.csv": lines(header, *rows, end="\r\n")})


def test_a_row_is_known_by_its_content_and_twins_are_two(bench: Workbench) -> None:
    row = '9/18/2017 18:00:16,,4,"Phone, Chat",fine'
    forms(bench, row, row, "10/20/2017 4:22:59,,3,Chat,")
    assert bench.values("submitted_at") == [utc("2017-09-18 16:00:16")] * 2 + [utc("2017-10-20 02:22:59")]
    assert len(set(bench.values("submission_id"))) == 3
    assert bench.values("s_csat") == [4, 4, 3]
    assert [item["item"] for item in bench.values("i_channels")[0]] == ["Chat", "Phone"]


@pytest.mark.parametrize("below", [",,4.105263158,,", "AVERAGE,,4.1,,", ",,MEDELVÄRDE,,", ",,,SUM:,12"])
def test_an_average_below_the_responses_is_no_response(bench: Workbench, below: str) -> None:
    forms(bench, "9/18/2017 18:00:16,,4,Chat,fine", "9/19/2017 2:30:55,,5,Chat,", below)
    assert bench.values("s_csat") == [4, 5]
    assert [row["drop_reason"] for row in bench.rows()] == [None, None, "footer"]
    assert bench.rejects() == []


def test_a_row_below_that_no_rule_knows_is_rejected_and_not_counted(bench: Workbench) -> None:
    forms(bench, "9/18/2017 18:00:16,,4,Chat,fine", ",,5,,")
    assert bench.values("s_csat") == [4]
    assert [(reject["row_number"], reject["reason"]) for reject in bench.rejects()] == [(3, "no value")]


def test_a_last_response_that_answers_average_is_a_response(bench: Workbench) -> None:
    forms(bench, "9/18/2017 18:00:16,,4,Chat,fine", "9/19/2017 2:30:55,,,Average,")
    assert [row["row_status"] for row in bench.rows()] == ["loaded", "loaded"]


def test_times_of_the_form_itself_carry_their_offset(bench: Workbench) -> None:
    forms(
        bench, "2021/03/04 4:25:12 PM GMT+1,,4,,", "2021/07/04 9:05:00 AM GMT-5,,3,,", "2021/03/04 12:00:00 AM GMT,,3,,"
    )
    assert bench.values("submitted_at") == [
        utc("2021-03-04 15:25:12"),
        utc("2021-07-04 14:05:00"),
        utc("2021-03-04 00:00:00"),
    ]


def test_copies_by_the_interface_have_milliseconds(bench: Workbench) -> None:
    forms(bench, "2019-11-01 08:51:12.402,,4,,")
    assert bench.values("submitted_at") == [utc("2019-11-01 07:51:12.402")]


def test_a_swedish_form_is_read_and_its_addresses_are_hashed(bench: Workbench) -> None:
    header = "Tidstämpel,E-postadress,Hur nöjd är du?"
    forms(
        bench,
        "2025-12-31 13:05:00,a@example.org,5",
        header=header,
        questions="[{id: csat, metric: csat, column: Hur nöjd är du?}]",
    )
    assert (bench.values("s_csat"), bench.values("submitted_at")) == ([5], [utc("2025-12-31 12:05")])
    assert bench.values("customer_email_hash")[0] is not None
