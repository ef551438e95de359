"""Groups of texts that no theme is named for: what belongs together is together, what does not is not, in any order."""

import random
from collections import Counter

import pytest

from tests.unit.comments.groups import candidates, planted


def names(texts: list[str]) -> set[str]:
    return set(candidates(texts).values())


def test_the_same_wording_is_one_group_whatever_its_case_signs_and_digits() -> None:
    texts = [
        "Parkeringen är full",
        "PARKERINGEN ÄR FULL!",
        "parkeringen full...",
        "Parkering full 17",
        "Full parkering?",
    ]
    found = candidates(texts)
    assert set(found) == set(texts)
    assert set(found.values()) == {"parkeringen full"}


def test_nearly_the_same_wording_is_one_group() -> None:
    letter = "We kindly ask our supplier for a signed climate declaration covering every article in scope {}"
    texts = [letter.format(word) for word in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")]
    found = candidates(texts)
    assert set(found) == set(texts)
    assert len(set(found.values())) == 1


def test_a_topic_that_nobody_named_is_one_candidate_named_by_its_telling_words() -> None:
    openings = ("Yesterday", "Sadly", "Again", "Honestly", "Monday", "Since spring", "Sometimes", "At work")
    texts = [f"{opening} the app crashes at login" for opening in openings]
    texts += [f"{opening}: crash when I log in to the app" for opening in openings]
    texts += [f"{opening} I had coffee in {town}" for opening, town in zip(openings, "abcdefgh", strict=True)]
    about_the_app = [name for name in names(texts) if "app" in name]
    assert len(about_the_app) == 1
    assert {"app", "login"} <= set(about_the_app[0].split())
    assert {word for word in about_the_app[0].split() if word.startswith("crash")}


def test_two_topics_stay_two() -> None:
    towns = ("Borås", "Kiruna", "Lund", "Ystad", "Umeå", "Visby")
    texts = [f"Parkeringen är full i {town}" for town in towns] + [f"Kaffet smakar bränt i {town}" for town in towns]
    found = candidates(texts)
    assert len(set(found.values())) == 2
    assert all(("Parkering" in text) == ("parkering" in name) for text, name in found.items())


def test_fewer_than_five_texts_are_no_group() -> None:
    texts = [f"Parkeringen är full i {town}" for town in ("Borås", "Kiruna", "Lund", "Ystad")]
    assert candidates(texts) == {}


def test_one_text_that_is_written_often_is_a_group() -> None:
    assert candidates(["Parkeringen är full"] * 5) == {"Parkeringen är full": "parkeringen full"}
    assert candidates(["Parkeringen är full"] * 4) == {}


def test_one_text_that_says_its_words_often_is_no_group() -> None:
    assert candidates(["app crash " * 20, "something else entirely", "and another matter"]) == {}


def test_masks_and_stop_words_make_no_group() -> None:
    texts = [f"{word} [telephone] [e-mail]" for word in ("Tack", "Hej", "Thanks", "Hello", "Mvh", "Regards", "Och")]
    assert candidates(texts) == {}


def test_a_name_has_no_word_of_fewer_texts_than_a_group_needs() -> None:
    people = ("Anna", "Bo", "Cecilia", "David", "Eva", "Fredrik", "Gun")
    texts = [f"Parkeringen är full, hälsar {person} Persson{index}" for index, person in enumerate(people)]
    assert not {word for name in names(texts) for word in name.split()} & {person.lower() for person in people}


def test_the_order_of_texts_changes_no_group() -> None:
    texts = list(planted(3, topics=4, size=12, noise=150))
    first = candidates(texts)
    assert first
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        assert candidates(texts) == first


@pytest.mark.parametrize("seed", range(3))
def test_planted_groups_are_found(seed: int) -> None:
    texts = planted(seed, topics=8, size=25, noise=600)
    found = candidates(list(texts))
    together = Counter((texts[text], name) for text, name in found.items())
    for topic in range(8):
        (name, both) = max(((name, both) for (one, name), both in together.items() if one == topic), key=lambda x: x[1])
        size = sum(both for (_, other), both in together.items() if other == name)
        assert both / 25 >= 0.95  # recall
        assert both / size >= 0.9  # precision
    assert sum(topic == -1 for topic in (texts[text] for text in found)) <= 0.05 * 600


def test_no_text_is_no_group() -> None:
    assert candidates([]) == {}
    assert candidates(["", "!?", "123", "och"]) == {}
