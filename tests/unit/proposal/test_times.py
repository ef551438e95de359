"""Forms of times, told from the values: also which of day and month comes first, and where that cannot be seen."""

import datetime as dt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.proposal.times import month_form, time_forms

FORMS = [
    *("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d/%m/%Y", "%d.%m.%Y %H:%M", "%d-%m-%y"),
    *("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M", "%d %B %Y", "%d %b %Y %H:%M", "%Y%m%d"),
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_told_by_a_day_behind_the_twelfth(form: str) -> None:
    forms = time_forms(
        [dt.datetime(2026, 3, 25, 14, 30, 5, tzinfo=dt.UTC).strftime(form)], is_day_first="%m/" not in form
    )
    assert forms is not None
    assert (forms.formats, forms.is_order_open) == ([form], False)


FIRST, LAST = (dt.datetime.fromisoformat(day) for day in ("1995-01-01", "2060-01-01"))


@settings(deadline=None)
@given(st.lists(st.datetimes(FIRST, LAST), min_size=1), st.sampled_from(FORMS))
def test_what_is_told_is_what_the_reader_can_read(times: list[dt.datetime], form: str) -> None:
    texts = [time.strftime(form) for time in times]
    forms = time_forms(texts, is_day_first=form.startswith("%d"))
    assert forms is not None
    with duckdb.connect() as connection:
        read = connection.execute("select try_strptime(unnest($1), $2)", [texts, forms.formats]).fetchall()
    assert all(row[0] is not None for row in read)


def test_the_values_decide_whether_the_day_comes_first() -> None:
    day_first = time_forms(["01/02/2026", "31/02/2026"], is_day_first=False)
    month_first = time_forms(["01/02/2026", "02/28/2026"], is_day_first=True)
    assert day_first is not None and month_first is not None
    assert (day_first.formats, day_first.is_order_open) == (["%d/%m/%Y"], False)
    assert (month_first.formats, month_first.is_order_open) == (["%m/%d/%Y"], False)


@pytest.mark.parametrize(("is_day_first", "form"), [(True, "%d/%m/%Y"), (False, "%m/%d/%Y")])
def test_where_no_value_decides_it_is_said(is_day_first: bool, form: str) -> None:
    forms = time_forms(["01/02/2026", "03/04/2026"], is_day_first=is_day_first)
    assert forms is not None
    assert (forms.formats, forms.is_order_open) == ([form], True)


def test_years_of_two_and_of_four_digits_in_one_column_are_two_forms() -> None:
    forms = time_forms(["25/02/2026", "25/02/26", "26/02/2026"], is_day_first=True)
    assert forms is not None
    assert forms.formats == ["%d/%m/%Y", "%d/%m/%y"]


def test_unix_time_and_offsets_leave_no_zone_open() -> None:
    seconds = time_forms(["1767225600", "1767229200"], is_day_first=True)
    offset = time_forms(["2026-01-01T10:00:00+01:00", "2026-01-01T10:00:00Z"], is_day_first=True)
    assert seconds is not None and offset is not None
    assert (seconds.unit, seconds.has_zone, offset.has_zone, offset.is_usual) == ("s", True, True, True)


@pytest.mark.parametrize("texts", [["6:00:00"], ["12/31/1899 09:30:00 AM"], ["13"], ["4.105"], ["Monday"], [""], []])
def test_what_is_no_day_of_our_time_is_no_time(texts: list[str]) -> None:
    assert time_forms(texts, is_day_first=True) is None


@pytest.mark.parametrize(
    ("texts", "form"),
    [(["2026-01", "2026-02"], "%Y-%m"), (["202601"], "%Y%m"), (["2026-01", "202602"], None), ([], None)],
)
def test_months_have_a_form_of_their_own(texts: list[str], form: str | None) -> None:
    assert month_form(texts) == form
