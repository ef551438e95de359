"""Files that are one row per answer already, with answers that somebody typed: trap 17."""

from tests.unit.ingest.exports import counts
from tests.unit.ingest.traps.figures import nps_of
from tests.unit.workbench import Workbench, csv, survey_yaml

# The shape of Preppin' Data 2020, week 50: one row per response and question, answers as they were typed.
HEADER = "Response,Question Number,Question,Answer"
ROWS = (
    "1,1,What country are you from?,3ngland",
    "1,2,When is your next holiday?,Monday - 13th Jan",
    "1,3,When do you get up?,24:00",
    "1,4,How likely are you to recommend us?,10",
    "2,1,What country are you from?,Sweden",
    "2,2,When is your next holiday?,Friday",
    "2,3,When do you get up?,1653",
    "2,4,How likely are you to recommend us?,1653",
    "3,1,What country are you from?, Sweden ",
    "3,4,How likely are you to recommend us?,24:00",
    "4,4,How likely are you to recommend us?,9",
)
QUESTIONS = """
    - {id: country, metric: other, question_value: "1"}
    - {id: holiday, metric: text, question_value: "2"}
    - {id: up, metric: other, question_value: "3"}
    - {id: recommend, metric: nps, question_value: "4"}"""
LONG = "long: {response: Response, question: Question Number, answer: Answer}"
DATED = "{submitted_at: {value: '2020-12-09'}}"


def test_a_long_file_is_responses_and_every_row_of_it_is_counted(bench: Workbench) -> None:
    bench.run(survey_yaml(QUESTIONS, response=DATED, more=LONG), {"a.csv": csv(HEADER, *ROWS)})
    assert bench.values("submission_id") == ["1", "2", "3", "4"]
    assert bench.values("s_recommend") == [10, None, None, 9]
    assert nps_of(bench) == (2, 100)
    assert counts(bench) == (11, 11, 0, 0)


def test_what_was_typed_stays_as_it_was_typed(bench: Workbench) -> None:
    bench.run(survey_yaml(QUESTIONS, response=DATED, more=LONG), {"a.csv": csv(HEADER, *ROWS)})
    assert bench.values("a_country") == ["3ngland", "Sweden", "Sweden", None]
    assert bench.values("a_holiday") == ["Monday - 13th Jan", "Friday", None, None]
    assert bench.values("a_up") == ["24:00", "1653", None, None]


def test_times_and_numbers_that_are_no_score_are_reported_by_their_own_row(bench: Workbench) -> None:
    bench.run(survey_yaml(QUESTIONS, response=DATED, more=LONG), {"a.csv": csv(HEADER, *ROWS)})
    assert [(one["row_number"], one["column_name"], one["raw_value"], one["reason"]) for one in bench.rejects()] == [
        (9, "4", "1653", "out_of_range"),
        (11, "4", "24:00", "unmapped"),
    ]


def test_an_hour_that_is_none_is_no_time_and_not_midnight(bench: Workbench) -> None:
    rows = (
        "1,4,x,10,2020-01-13 24:00",
        "2,4,x,0,2020-01-13 1653",
        "3,4,x,9,2020-01-13 16:53",
        "4,4,x,9,Monday - 13th Jan",
    )
    response = "{submitted_at: {column: at, formats: ['%Y-%m-%d %H:%M']}}"
    questions = "[{id: recommend, metric: nps, question_value: '4'}]"
    bench.run(survey_yaml(questions, response=response, more=LONG), {"a.csv": csv(f"{HEADER},at", *rows)})
    assert bench.values("submission_id") == ["3"]
    assert [(reject["row_number"], reject["raw_value"], reject["reason"]) for reject in bench.rejects()] == [
        (2, "2020-01-13 24:00", "not a date"),
        (3, "2020-01-13 1653", "not a date"),
        (5, "Monday - 13th Jan", "not a date"),
    ]
    assert counts(bench) == (4, 1, 3, 0)


def test_a_wrong_country_is_reported_where_the_countries_are_known(bench: Workbench) -> None:
    rows = ("1,4,x,10,3ngland", "2,4,x,9,England", "3,4,x,9,Sweden")
    response = "{submitted_at: {value: '2020-12-09'}, country: {column: From, known: [England, Sweden]}}"
    questions = "[{id: recommend, metric: nps, question_value: '4'}]"
    bench.run(survey_yaml(questions, response=response, more=LONG), {"a.csv": csv(f"{HEADER},From", *rows)})
    outcomes = bench.check(only="country_is_known$")
    assert {name: outcome.unexpected for name, outcome in outcomes.items()} == {
        "almost_all_country_is_known": 1,
        "country_is_known": 1,
    }


def test_a_long_file_without_long_is_refused_and_not_read_as_a_wide_one(bench: Workbench) -> None:
    questions = "[{id: recommend, metric: nps, column: How likely are you to recommend us?}]"
    bench.run(survey_yaml(questions, response=DATED), {"a.csv": csv(HEADER, *ROWS)})
    assert "column 'How likely are you to recommend us?' is not in the header" in bench.ledger()[0]["reason"]
    assert bench.rows() == []
