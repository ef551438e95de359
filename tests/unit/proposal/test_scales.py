"""Scales, labels and codes, told from the answers and the wording."""

from collections import Counter
from typing import Any

import pytest

from dagster_project.proposal.scales import Scored, scored

TEN = {"min": 0, "max": 10}
FIVE = {"min": 1, "max": 5}


def told(answers: dict[Any, int], metric: str, wording: str = "") -> Scored:
    found = scored(Counter({str(text): count for text, count in answers.items()}), wording, metric)
    assert found is not None
    return found


def evenly(*numbers: int) -> dict[Any, int]:
    return dict.fromkeys(numbers, 5)


@pytest.mark.parametrize(
    ("answers", "metric", "wording", "scale"),
    [
        (evenly(*range(11)), "nps", "", TEN),
        (evenly(7, 8, 9), "nps", "", TEN),
        (evenly(*range(1, 11)), "nps", "10 - strongly agree, 1 - strongly disagree.", {"min": 1, "max": 10}),
        (evenly(1, 2, 3, 4, 5), "csat", "", FIVE),
        (evenly(2, 3, 4), "csat", "where 5 is good and 1 is bad", FIVE),
        (evenly(1, 2, 3, 4, 5, 6, 7), "ces", "", {"min": 1, "max": 7}),
        (evenly(*range(1, 11)), "csat", "", {"min": 1, "max": 10}),
        (evenly(*range(11)), "csat", "On a scale of 0-10, how would you rate it?", TEN),
        ({}, "nps", "", TEN),
        ({}, "csat", "From 1 to 7, how satisfied are you?", {"min": 1, "max": 7}),
    ],
)
def test_the_scale_is_told_by_values_and_wording(
    answers: dict[Any, int], metric: str, wording: str, scale: dict[str, int]
) -> None:
    assert told(answers, metric, wording).scale == scale


def test_eleven_beside_a_scale_from_0_is_a_code() -> None:
    found = told(evenly(*range(12)), "nps")
    assert (found.scale, list(found.missing)) == (TEN, ["11"])
    assert found.why["missing"].startswith("decide: ")


def test_eleven_where_no_0_was_seen_is_a_scale_stored_from_1() -> None:
    found = told(evenly(*range(1, 12)), "nps")
    assert (found.scale, found.missing) == ({**TEN, "offset": -1}, {})
    assert found.why["scale"].startswith("decide: ")


def test_six_beside_a_scale_of_five_and_codes_far_off_are_no_answers() -> None:
    found = told({**evenly(1, 2, 3, 4, 5, 6), "99": 2, "-77": 1, "0": 3}, "csat")
    assert found.scale == FIVE
    assert found.missing == {"6": "not_applicable", "99": "not_answered", "-77": "not_answered", "0": "blank"}


def test_words_of_a_preset_are_its_name() -> None:
    assert told({"Instämmer helt": 4, "Instämmer inte alls": 2, "Instämmer delvis": 1}, "ces").labels == "agreement_sv"
    assert told({"Very satisfied": 4, "Dissatisfied": 2, "Neutral": 1}, "csat").labels == "satisfaction_en"
    assert told({"Mycket nöjd": 4, "Missnöjd": 2}, "csat").labels == "satisfaction_sv"


def test_words_at_the_ends_of_a_scale_of_numbers_stand_for_its_ends() -> None:
    ten = told({**evenly(2, 3, 4, 5, 6, 7, 8, 9), "Absolutely": 6, "Strongly disagree": 1}, "nps", "1-10")
    assert (ten.scale, ten.labels) == ({"min": 1, "max": 10}, "agreement_ends_10_en")
    other = told({**evenly(2, 3, 4, 5, 6, 7, 8, 9), "Definitely": 6, "Not at all": 1}, "nps", "1-10")
    assert (other.scale, other.labels) == ({"min": 1, "max": 10}, {"Not at all": 1, "Definitely": 10})
    seven = told({**evenly(2, 3, 4, 5, 6, 7), "Instämmer helt": 6, "Instämmer inte alls": 1}, "ces")
    assert (seven.scale, seven.labels) == ({"min": 1, "max": 7}, "agreement_ends_7_sv")


def test_numbers_with_their_words_are_labels() -> None:
    found = told({"5 - Very satisfied": 3, "4": 2, "3": 2, "1 - Very dissatisfied": 1}, "csat")
    assert (found.scale, found.labels) == (FIVE, {"1 - Very dissatisfied": 1, "5 - Very satisfied": 5})


def test_words_for_no_answer_are_missing_with_their_reason() -> None:
    found = told({**evenly(1, 2, 3, 4, 5), "Vet ej": 2, "N/A": 3, "#NAME?": 1}, "csat")
    assert found.missing == {"Vet ej": "dont_know", "N/A": "not_applicable", "#NAME?": "blank"}


def test_an_average_below_the_answers_is_no_code() -> None:
    found = told({**evenly(3, 4, 5), "4.105263158": 1}, "csat")
    assert (found.scale, found.missing) == (FIVE, {})


def test_an_answer_that_is_off_every_scale_is_left_to_be_reported() -> None:
    assert told({**evenly(1, 2, 3, 4, 5), "55": 1}, "csat", "1-5").missing == {}


def test_a_scale_without_a_rule_says_which_answers_count_and_asks() -> None:
    found = told(evenly(*range(1, 11)), "csat")
    assert (found.satisfied_from, found.why["satisfied_from"].startswith("decide: ")) == (8, True)


@pytest.mark.parametrize(
    "answers", [{"Yes": 5, "No": 3}, {"Yum!": 3, "Horrendous": 4}, {"N/A": 3}, {"1200": 3, "85": 1}]
)
def test_what_is_no_scale_is_not_scored(answers: dict[Any, int]) -> None:
    assert scored(Counter(answers), "How was it?", "csat") is None
