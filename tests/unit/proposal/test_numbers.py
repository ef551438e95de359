"""Signs of numbers, told from the values."""

import pytest

from dagster_project.proposal.numbers import currency_of, number_form


@pytest.mark.parametrize(
    ("texts", "decimal", "thousands"),
    [
        (["1,5", "22,25"], ",", None),
        (["1 234,50 kr", "12,00 kr"], ",", " "),
        (["1\u00a0234,50"], ",", " "),
        (["1.234,50", "2,00"], ",", "."),
        (["$1,234.50", "$2.00"], ".", ","),
        (["1,234,567"], ".", ","),
        (["1.5", "2"], ".", None),
        (["1", "2"], ".", None),
        (["-3,5", "4,25"], ",", None),
    ],
)
def test_the_signs_are_told_by_the_values(texts: list[str], decimal: str, thousands: str | None) -> None:
    form = number_form(texts)
    assert form is not None
    assert (form.decimal, form.thousands, form.is_open) == (decimal, thousands, False)


def test_three_digits_behind_a_sign_decide_nothing() -> None:
    comma, point = number_form(["1,234", "5,678"]), number_form(["1.234"])
    assert comma is not None and point is not None
    assert (comma.is_open, point.is_open) == (True, True)


@pytest.mark.parametrize("texts", [["abc"], [], ["C-10001"], ["2026-01-01 text of more words"]])
def test_texts_are_no_numbers(texts: list[str]) -> None:
    assert number_form(texts) is None


@pytest.mark.parametrize(
    ("heading", "beside", "currency"),
    [("spend_sek", (), "SEK"), ("Amount (EUR)", (), "EUR"), ("Belopp", ("€",), "EUR"), ("Belopp", ("kr",), None)],
)
def test_a_currency_is_taken_where_it_is_named(heading: str, beside: tuple[str, ...], currency: str | None) -> None:
    assert currency_of(heading, beside) == currency
