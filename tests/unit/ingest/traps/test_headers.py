"""Headings that mean more than one column, or none: traps 5 and 6, and headings over several lines and rows."""

import pytest

from dagster_project.ingest import kinds
from tests.unit.ingest.exports import counts
from tests.unit.ingest.platforms.exports import lines, quoted
from tests.unit.ingest.traps.figures import nps_of
from tests.unit.workbench import Workbench, csv, survey_yaml

MONKEY = "platform: surveymonkey"
DATED = "{submitted_at: {value: '2022-06-30'}}"

# Trap 5: the wave of 2021 stands to the right of that of 2022, behind three columns without a heading.
WAVE = "How likely are you to recommend us?,,How was ...,"
TWO_WAVES = (
    f"Respondent ID,{WAVE},,,,{WAVE}",
    ",Response,Why?,the docs,the help,,,,Response,Why?,the docs,the help",
    "1,10,good,5,4,stray,,x,2,bad,1,1",
    "2,9,,4,4,stray,,x,3,bad,1,1",
    "3,7,,5,3,,7,,0,,2,2",
)


def waves(bench: Workbench, questions: str) -> None:
    bench.run(survey_yaml(questions, response=DATED, more=MONKEY), {"2022_h1.csv": lines(*TWO_WAVES, end="\r\n")})


def recommend(more: str = "") -> str:
    column = f"{{question: 'How likely are you to recommend us?', option: Response{more}}}"
    return f"[{{id: recommend, metric: nps, column: {column}}}]"


def test_a_question_of_two_waves_is_refused_with_its_candidates(bench: Workbench) -> None:
    waves(bench, recommend())
    reason = bench.ledger()[0]["reason"]
    assert "occurs 2 times: 'How likely are you to recommend us? / Response' (column 2)" in reason
    assert "(column 9)" in reason
    assert "add occurrence" in reason
    assert bench.rows() == []


def test_an_occurrence_picks_the_wave(bench: Workbench) -> None:
    waves(bench, recommend(", occurrence: 1"))
    assert bench.values("s_recommend") == [10, 9, 7]
    answers, nps = nps_of(bench)
    assert answers == 3
    assert nps == pytest.approx(200 / 3)  # the older wave says -100


def matrix(more: str = "") -> str:
    return f"[{{id: help, metric: csat, column: {{question: How was ...{more}}}, item: option}}]"


def test_a_matrix_of_two_waves_is_refused_with_its_candidates(bench: Workbench) -> None:
    waves(bench, matrix())
    reason = bench.ledger()[0]["reason"]
    assert "'How was ... / the docs' (column 4), 'How was ... / the docs' (column 11)" in reason
    assert bench.rows() == []


@pytest.mark.parametrize(("wave", "scores"), [(1, [5, 4]), (2, [1, 1])])
def test_an_occurrence_picks_the_wave_of_a_matrix(bench: Workbench, wave: int, scores: list[int]) -> None:
    waves(bench, matrix(f", occurrence: {wave}"))
    first = bench.values("i_help")[0]
    assert [(one["item"], one["score"]) for one in first] == list(zip(["the docs", "the help"], scores, strict=True))


def test_both_waves_of_a_matrix_are_taken_where_the_yaml_says_so(bench: Workbench) -> None:
    waves(bench, matrix(", many: true"))
    items = [[(one["item"], one["score"]) for one in row] for row in bench.values("i_help")]
    assert items[0] == [("the docs", 5), ("the help", 4), ("the docs (2)", 1), ("the help (2)", 1)]


def test_a_block_ends_at_the_blank_headings_and_takes_in_no_stray_cell(bench: Workbench) -> None:
    waves(bench, matrix(", many: true"))
    assert bench.rejects() == []
    assert max(len(row) for row in bench.values("i_help")) == 4


def test_both_waves_may_be_read_as_two_sources_of_one_folder(bench: Workbench) -> None:
    waves(bench, recommend(", occurrence: 1"))
    older = survey_yaml(recommend(", occurrence: 2"), response=DATED, more=f"{MONKEY}\nfolder: pulse", source="older")
    bench.declare(older)
    bench.load("older")
    assert (bench.values("s_recommend"), bench.values("s_recommend", "older")) == ([10, 9, 7], [2, 3, 0])
    assert nps_of(bench, "older") == (3, -100)


# Trap 6: one column per point of the scale.
POINTS = quoted("How likely are you to recommend us?", *[""] * 10, "Why?")
OPTIONS = quoted(*map(str, range(11)), "Open-Ended Response")


def marked(score: int | None, mark: str) -> str:
    return quoted(*(mark if point == score else "" for point in range(11)), "because")


def scale_points(more: str) -> str:
    column = "{question: 'How likely are you to recommend us?', option_regex: '^[0-9]+$', many: true}"
    return f"[{{id: recommend, metric: nps, column: {column}, pick: first_nonblank{more}}}]"


@pytest.mark.parametrize("mark", ["x", "1", "X "])
def test_a_mark_under_a_point_of_the_scale_is_that_point(bench: Workbench, mark: str) -> None:
    rows = [marked(score, mark) for score in (10, 9, 0, None)]
    yaml = survey_yaml(scale_points(", value_from: option"), response=DATED, more=MONKEY)
    bench.run(yaml, {"2019.csv": lines(POINTS, OPTIONS, *rows)})
    assert bench.values("s_recommend") == [10, 9, 0, None]
    assert bench.values("m_recommend") == [None, None, None, "blank"]
    answers, nps = nps_of(bench)
    assert answers == 3
    assert nps == pytest.approx(100 / 3)  # not the 1s that the cells hold


def test_the_point_itself_may_stand_in_its_column(bench: Workbench) -> None:
    rows = [marked(score, str(score)) for score in (10, 6, 0)]
    bench.run(survey_yaml(scale_points(""), response=DATED, more=MONKEY), {"2019.csv": lines(POINTS, OPTIONS, *rows)})
    assert bench.values("s_recommend") == [10, 6, 0]


def test_of_two_marked_points_neither_is_guessed_in_silence(bench: Workbench) -> None:
    twice = quoted("x", *[""] * 9, "x", "")
    yaml = survey_yaml(scale_points(", value_from: option"), response=DATED, more=MONKEY)
    bench.run(yaml, {"2019.csv": lines(POINTS, OPTIONS, twice, marked(9, "x"))})
    assert [(reject["row_number"], reject["reason"], reject["scope"]) for reject in bench.rejects()] == [
        (3, "marked twice", "note")
    ]


def test_points_of_two_waves_are_refused_until_an_occurrence_picks_one(bench: Workbench) -> None:
    blanks = ",".join([""] * 3)
    rows = (f"{POINTS},{blanks},{POINTS}", f"{OPTIONS},{blanks},{OPTIONS}", f"{marked(None, 'x')},,,,{marked(3, 'x')}")
    marked_points = scale_points(", value_from: option")
    questions = marked_points.replace(", many: true", "")
    bench.run(survey_yaml(questions, response=DATED, more=MONKEY), {"2019.csv": lines(*rows)})
    assert "(column 1)" in bench.ledger()[0]["reason"]
    one = marked_points.replace("many: true", "occurrence: 1")
    picked = survey_yaml(one, response=DATED, more=MONKEY, source="picked")
    bench.run(picked, {"2019.csv": lines(*rows)})
    assert bench.values("m_recommend", "picked") == ["blank"]  # the older wave said 3


def test_columns_of_points_that_were_not_declared_as_such_refuse_the_file(bench: Workbench) -> None:
    question = "[{id: recommend, metric: nps, column: {question: 'How likely are you to recommend us?'}}]"
    bench.run(survey_yaml(question, response=DATED, more=MONKEY), {"2019.csv": lines(POINTS, OPTIONS, marked(10, "x"))})
    assert "occurs 11 times" in bench.ledger()[0]["reason"]


# Point 2 of the issue: headings of several lines and rows, repeated and blank ones.
@pytest.fixture
def fast_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow way of a broken file is closed."""

    def closed(*_: object) -> int:
        raise AssertionError("the slow way was taken")

    monkeypatch.setattr(kinds, "write_repaired", closed)


@pytest.mark.usefixtures("fast_alone")
@pytest.mark.parametrize("within", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_heading_of_several_lines_is_one_heading_and_costs_no_second_reading(
    bench: Workbench, within: str, end: str, mark: str
) -> None:
    heading = f'"How likely{within}(0, 1, ""maybe"" 10){within}are you?"'
    content = mark + end.join([f"id,at,{heading},why", f'1,2025-01-01,10,"good{within}indeed"', "2,2025-01-01,3,", ""])
    questions = """
    - {id: recommend, metric: nps, column: 'How likely (0, 1, "maybe" 10) are you?'}
    - {id: why, metric: text, column: why}"""
    bench.run(survey_yaml(questions), {"a.csv": content})
    assert [(row["row_number"], row["s_recommend"]) for row in bench.rows()] == [(2, 10), (3, 3)]
    assert bench.values("a_why") == [f"good{within}indeed", None]
    assert counts(bench) == (2, 2, 0, 0)


@pytest.mark.usefixtures("fast_alone")
def test_three_header_rows_may_each_have_cells_of_several_lines(bench: Workbench) -> None:
    rows = (
        quoted("ResponseId", "EndDate", "Status", "Finished", "Q1"),
        quoted("Response ID", "End Date", "Response\nType", "Finished", 'How likely,\nreally, "10"?'),
        quoted(*(f'{{"ImportId":"{name}"}}' for name in ("_recordId", "endDate", "status", "finished", "QID1"))),
        quoted("R_1", "2025-01-01 10:00:00", "0", "1", "9"),
    )
    for name, column in {"id": "Q1", "question": "'How likely, really, \"10\"?'", "import_id": "QID1"}.items():
        questions = f"[{{id: recommend, metric: nps, column: {{{name}: {column}}}}}]"
        yaml = survey_yaml(questions, response="{}", more="platform: qualtrics", source=f"by_{name}")
        bench.run(yaml, {"a.csv": lines(*rows, end="\r\n")})
        assert bench.values("s_recommend", f"by_{name}") == [9]


def test_headings_that_repeat_are_told_apart_by_their_occurrence(bench: Workbench) -> None:
    rows = ("id,at,Why?,Other,Other,Other,Other", "1,2025-01-01,5,,a,,b")
    questions = "[{id: why, metric: csat, column: Why?}, {id: o2, metric: text, column: {name: Other, occurrence: 2}}]"
    bench.run(survey_yaml(questions), {"a.csv": csv(*rows)})
    assert bench.values("a_o2") == ["a"]
    bench.run(survey_yaml("[{id: o, metric: text, column: Other}]", source="again"), {"a.csv": csv(*rows)})
    assert "occurs 4 times" in bench.ledger()[0]["reason"]
    missing = "[{id: o, metric: text, column: {name: Other, occurrence: 5}}]"
    bench.run(survey_yaml(missing, source="beyond"), {"a.csv": csv(*rows)})
    assert bench.rows("beyond") == []


def test_columns_without_a_heading_hold_nothing_that_anybody_asked_for(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv(",id,,at,score,,", "x,1,y,2025-01-01,9,z,", ",2,,2025-01-01,8")})
    assert bench.values("s_recommend") == [9, 8]
    assert counts(bench) == (2, 2, 0, 0)
