"""The parameters of BG/NBD and Gamma-Gamma that their authors published for CDNOW are found again."""

from functools import cache

import pytest

from dagster_project.statistics.purchasing import PurchaseModel, fit
from tests.references.cdnow import BG_NBD, GAMMA_GAMMA, histories


@cache
def fitted() -> PurchaseModel:
    return fit(histories())


def test_the_sample_is_the_published_one() -> None:
    assert len(histories()) == 2357
    assert (histories().repeats > 0).sum() == 946


@pytest.mark.parametrize(("name", "published"), BG_NBD.items())
def test_bg_nbd_on_cdnow_gives_the_published_parameter(name: str, published: float) -> None:
    assert round(fitted().parameters[name], 3) == published


@pytest.mark.parametrize(("name", "published"), GAMMA_GAMMA.items())
def test_gamma_gamma_on_cdnow_gives_the_published_parameter(name: str, published: float) -> None:
    assert fitted().parameters[name] == pytest.approx(published, abs=0.01)
