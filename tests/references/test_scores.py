"""What is true of every score and of its interval, whatever the counts are."""

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.references.figures import net_score, share
from tests.references.formulas import Figure, Formulas


class Bands(NamedTuple):
    promoters: int
    passives: int
    detractors: int

    def counts(self, times: int = 1) -> dict[str, int]:
        """As the formulas take them."""
        return {
            "promoters": times * self.promoters,
            "detractors": times * self.detractors,
            "answers": times * sum(self),
        }


class Share(NamedTuple):
    successes: int
    failures: int

    def counts(self, times: int = 1) -> dict[str, int]:
        """As the formulas take them."""
        return {"successes": times * self.successes, "answers": times * sum(self)}


COUNT = st.integers(0, 100_000) | st.integers(0, 12)
BANDS = st.builds(Bands, COUNT, COUNT, COUNT).filter(lambda bands: sum(bands) > 0)
SHARES = st.builds(Share, COUNT, COUNT).filter(lambda share: sum(share) > 0)


def known(figures: dict[str, Figure]) -> dict[str, float]:
    """The same figures, none of them missing."""
    there = {name: figure for name, figure in figures.items() if figure is not None}
    assert there.keys() == figures.keys()
    return there


@settings(max_examples=75, deadline=None)
@given(bands=BANDS)
def test_a_net_score_and_its_interval_lie_on_the_scale(formulas: Formulas, bands: Bands) -> None:
    score = known(net_score(formulas, **bands.counts()))
    assert -100 <= score["value"] <= 100
    assert -100 <= score["lower"] < score["centre"] < score["upper"] <= 100


@settings(max_examples=75, deadline=None)
@given(bands=BANDS)
def test_promoters_and_detractors_are_mirror_images(formulas: Formulas, bands: Bands) -> None:
    score = known(net_score(formulas, **bands.counts()))
    turned = known(net_score(formulas, **Bands(bands.detractors, bands.passives, bands.promoters).counts()))
    assert (turned["value"], turned["lower"], turned["upper"]) == (-score["value"], -score["upper"], -score["lower"])


@settings(max_examples=75, deadline=None)
@given(bands=BANDS, times=st.integers(2, 50))
def test_more_answers_of_the_same_kind_narrow_the_interval_of_a_net_score(
    formulas: Formulas, bands: Bands, times: int
) -> None:
    few, many = (known(net_score(formulas, **bands.counts(number))) for number in (1, times))
    assert many["standard_error"] < few["standard_error"]


@settings(max_examples=75, deadline=None)
@given(bands=BANDS, others=st.integers(0, 1_000))
def test_a_finite_population_only_narrows_an_interval(formulas: Formulas, bands: Bands, others: int) -> None:
    sampled = known(net_score(formulas, **bands.counts()))
    finite = known(net_score(formulas, **bands.counts(), population=sum(bands) + others))
    assert finite["standard_error"] <= sampled["standard_error"]
    assert (finite["value"], finite["centre"]) == (sampled["value"], sampled["centre"])


@settings(max_examples=75, deadline=None)
@given(counts=SHARES)
def test_the_interval_of_a_share_contains_it_and_lies_on_the_scale(formulas: Formulas, counts: Share) -> None:
    score = known(share(formulas, **counts.counts()))
    assert 0 <= score["lower"] < score["upper"] <= 100
    assert score["lower"] - 1e-9 <= score["value"] <= score["upper"] + 1e-9


@settings(max_examples=75, deadline=None)
@given(counts=SHARES, times=st.integers(2, 50))
def test_more_answers_of_the_same_kind_narrow_the_interval_of_a_share(
    formulas: Formulas, counts: Share, times: int
) -> None:
    few, many = (known(share(formulas, **counts.counts(number))) for number in (1, times))
    assert many["upper"] - many["lower"] < few["upper"] - few["lower"]


@settings(max_examples=50, deadline=None)
@given(counts=SHARES)
def test_csat_and_ces_are_one_arithmetic(formulas: Formulas, counts: Share) -> None:
    satisfied = formulas("csat", satisfied=counts.successes, answers=sum(counts))
    assert satisfied == formulas("ces", easy=counts.successes, answers=sum(counts))


@settings(max_examples=25, deadline=None)
@given(bands=BANDS)
def test_net_sentiment_is_the_arithmetic_of_nps(formulas: Formulas, bands: Bands) -> None:
    nps = formulas("nps", **bands.counts())
    assert nps == formulas("net_sentiment", positive=bands.promoters, negative=bands.detractors, mentions=sum(bands))


@settings(max_examples=25, deadline=None)
@given(counts=SHARES)
def test_what_is_bounced_and_what_is_engaged_are_all_visits(formulas: Formulas, counts: Share) -> None:
    engaged = formulas.number("conversion_rate", conversions=counts.successes, sessions=sum(counts))
    bounced = formulas.number("bounce_rate", engaged_sessions=counts.successes, sessions=sum(counts))
    assert abs(engaged + bounced - 100) < 1e-9


@settings(max_examples=75, deadline=None)
@given(own=BANDS, others=BANDS)
def test_an_impact_is_the_score_of_all_less_that_of_the_others(formulas: Formulas, own: Bands, others: Bands) -> None:
    whole = Bands(*(one + other for one, other in zip(own, others, strict=True)))
    scores = [formulas.number("nps", **bands.counts()) for bands in (own, whole, others)]
    impact = formulas.number(
        "touchpoint_impact", score=scores[0], answers=sum(own), whole_score=scores[1], whole_answers=sum(whole)
    )
    # Two scores of 100 whose difference is multiplied and divided by counts far apart.
    assert abs(impact - (scores[1] - scores[2])) < 1e-9 * (1 + sum(own) / sum(others))
