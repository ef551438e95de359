"""What a pattern finds: whole words, in any alphabet's letters, however they are joined and wherever the line ends."""

import time
from pathlib import Path

import pytest

from dagster_project.comments.taxonomy import LONGEST_PATTERN, expression_of
from tests.unit.comments.library import taxonomy, themes_of, words_of


def is_found(folder: Path, pattern: str, text: str) -> bool:
    return themes_of(taxonomy(folder, ("theme", pattern)), text) == ["theme"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("faktura", "Faktura"),
        ("faktura", "er FAKTURA!"),
        ("faktur*", "fakturorna var fel"),
        ("*faktur*", "samlingsfakturan kom"),
        ("gick sönder", "Den gick sönder."),
        ("gick sönder", "Den gick so\u0308nder."),
        ("gick so\u0308nder", "Den gick sönder."),
        ("gick sönder", "Den gick\nsönder"),
        ("gick sönder", "Den gick \r\n\t sönder"),
        ("gick sönder", "gick\u00a0sönder"),
        ("gick sönder", "gick\u202fsönder"),
        ("value for money", "Value-for-money"),
        ("value for money", 'value for "money"'),
        ("value for money", "value\u2011for\u2011money"),
        ("e-mail", "email"),
        ("e-mail", "e mail"),
        ("e-mail", "E-Mail"),
        ("doesn't work", "doesn't work"),
        ("doesn't work", "Doesn\u2019t work"),
        ("doesn\u2019t work", "doesn't work"),
        ("doesn't work", "doesnt work"),
        ("company", "the company's people"),
        ("byt* * leverantör*", "vi byter snart leverantör"),
        ("byt* * leverantör*", "byta leverantörer"),
        ("café", "Cafe\u0301"),
        ("åäö", "ÅÄÖ"),
        ("24 7", "24/7"),
        ("sönder", "sön\u00adder"),
        ("sönder", "\u201csönder\u201d"),
        ("sönder", "(sönder)"),
        ("sönder", "sönder🙁"),
    ],
)
def test_a_pattern_finds_its_words_however_they_are_written(tmp_path: Path, pattern: str, text: str) -> None:
    assert is_found(tmp_path, pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("faktura", "fakturan"),
        ("faktura", "elfaktura"),
        ("bra", "bråk"),
        ("bra", "abra"),
        ("kö", "kök"),
        ("kö", "åkö"),
        ("ko", "kö"),
        ("gick sönder", "sönder gick"),
        ("gick sönder", "gick den sönder"),
        ("gick sönder", "Det gick. Sönder är det."),
        ("byt* * leverantör*", "byter kanske en dag leverantör"),
        ("value for money", "valueformoney"),
        ("we're", "were"),
        ("e-mail", "write to [e-mail]"),
        ("telephone", "[telephone]"),
        ("sönder", ""),
        ("sönder", "…!?"),
    ],
)
def test_a_pattern_finds_nothing_else(tmp_path: Path, pattern: str, text: str) -> None:
    assert not is_found(tmp_path, pattern, text)


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("a", "at least two letters"),
        ("*", "stands alone"),
        ("* byter", "stands alone"),
        ("byter *", "stands alone"),
        ("*a*", "at least two letters"),
        ("byt** leverantör", "no word"),
        ("byt-", "no word"),
        ("fakt.ra", "has . in it"),
        ("(faktura|pris)", "has ( ) | in it"),
        ("x'; drop table comments.groups; --", "has . ; in it"),
        ("pris\0", "in it"),
        ("pris, faktura", "has , in it"),
        ("ab " * LONGEST_PATTERN, "more than"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r"write|remove") as caught:
        expression_of(pattern)
    assert complaint in str(caught.value)


def test_a_text_becomes_plain_words_with_a_bar_where_a_thought_ends() -> None:
    assert words_of("Vi byter\nleverantör: tyvärr!").split() == ["vi", "byter", "leverantör", "|", "tyvärr", "|"]
    assert words_of("Ring [telephone], tack").split() == ["ring", "|", "tack"]


def test_what_a_text_says_in_sql_is_words_like_any_other(tmp_path: Path) -> None:
    assert is_found(tmp_path, "drop table", "'); DROP TABLE comments.readings; --")


@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab " * 300_000, "\u0301" * 100_000, "*a" * 300_000, "\0 \0"])
def test_a_text_meant_to_take_for_ever_does_not(tmp_path: Path, text: str) -> None:
    chosen = taxonomy(tmp_path, ("theme", "*a*a*a*a*a*a*a*a*a*a*a*a*b*c"), ("theme", "ab * ab * ab * ab * ab * c"))
    begun = time.perf_counter()
    assert themes_of(chosen, text) == []
    assert time.perf_counter() - begun < 20
