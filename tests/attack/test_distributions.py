"""Nobody computes from the distributions what score a few people gave: with all numbers of all NPS rows at once."""

import pytest

from tests.attack.distributions import Distributions, Told, computed, large_enough, of_all, read_distributions
from tests.attack.figures import minimum
from tests.attack.test_general_publication import GENERAL, rows
from tests.integration.conftest import Installation

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def known(attacked: Installation) -> Distributions:
    """What is shown of the scores in either world."""
    return read_distributions(attacked.published / GENERAL, attacked.warehouse)


def test_what_is_said_to_be_told_of_scores_is_true(known: Distributions) -> None:
    told = [*known.scores, *known.net_scores]
    assert len(told) > 300
    wrong = [
        one for one in told if one.value != sum(w * known.truth(one.group, [n]) for n, w in enumerate(one.weights))
    ]
    assert wrong == []


def test_no_score_is_shown_that_fewer_than_five_gave(known: Distributions) -> None:
    """A band that nobody is in is shown: its NPS tells as much."""
    assert [one for one in known.scores if 0 < one.value < minimum(one.group.kind)] == []
    assert [one for one in known.scores if one.value == 0 and sum(one.weights) not in (2, 7)] == []


def test_the_worlds_have_scores_to_tell_and_to_hide(attacked: Installation) -> None:
    found = rows(attacked, "score_distribution")
    assert {row["is_suppressed"] for row in found} == {True, False}
    assert {row["survey_kind"] for row in found} == {"relational"}
    assert any(row["score"] is not None for row in found)
    numbers = ("band", "score", "answer_count", "denominator", "share", "is_low_base")
    assert {row[name] for row in found if row["is_suppressed"] for name in numbers} == {None}


def test_the_distributions_give_no_few_answers_away_that_the_scores_do_not(known: Distributions) -> None:
    """Who knows each NPS, its bands and its mean computes no more scores of few people with the distributions."""
    before = computed(known, known.net_scores)
    assert {key: number for key, number in computed(known, known.shown()).items() if key not in before} == {}


def test_telling_every_group_that_is_large_enough_is_broken(sample: Installation) -> None:
    """The attack itself must find what is there to be found: groups that pass alone differ by few. Without segments."""
    known = of_all(read_distributions(sample.published / GENERAL, sample.warehouse))
    before = computed(known, known.net_scores)
    poor: list[Told] = [*known.net_scores, *large_enough(known)]
    found = {key: number for key, number in computed(known, poor).items() if key not in before}
    assert found
    assert {known.truth(group, [score]) - number for (group, score), number in found.items()} == {0}
