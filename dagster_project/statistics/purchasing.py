"""The model of purchases without a contract: BG/NBD for how often, Gamma-Gamma for how much, both clvkit's.

Histories of customers in, a fitted model out, and what it expects of histories. Time is in weeks. Nothing of tables is
known here, and nothing elsewhere knows the library: to replace it, this module is all there is to write again.
"""

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

# The library's search starts from ones, so the unit of time is where it starts. From weeks it can stop far from the
# maximum; two longer units, in weeks, find the same one wherever there is one.
UNITS = (13.0, 52.0)
NO_DIFFERENCE = 0.1  # between two logarithms of a likelihood


class NoModelError(RuntimeError):
    """These histories have no model; the message says why in words for a reader of the published table."""


@dataclass(frozen=True)
class Histories:
    """One entry per customer: purchases after the first, and their mean amount (0 without one).

    Recency are the weeks from the first to the last purchase, tenure those from the first to the last day looked at.
    """

    repeats: Floats
    recency: Floats
    tenure: Floats
    amount: Floats

    def __len__(self) -> int:
        return len(self.repeats)

    def chosen(self, which: Booleans) -> "Histories":
        """Some of the customers."""
        return Histories(self.repeats[which], self.recency[which], self.tenure[which], self.amount[which])

    def in_order(self) -> "Histories":
        """The same customers, so that a sum over them does not depend on how they came."""
        order = np.lexsort((self.amount, self.tenure, self.recency, self.repeats))
        return Histories(self.repeats[order], self.recency[order], self.tenure[order], self.amount[order])


@dataclass(frozen=True)
class Expectation:
    """What a model expects, one entry per customer."""

    purchases: Floats
    amount: Floats
    alive: Floats

    @property
    def revenue(self) -> Floats:
        """Number times amount, which the model takes to be independent of each other."""
        return np.asarray(self.purchases * self.amount, dtype=np.float64)


@dataclass(frozen=True)
class PurchaseModel:
    """The parameters as the literature names them, and the library's two fitted models."""

    parameters: dict[str, float]
    unit: float
    timing: Any
    spend: Any

    def expect(self, histories: Histories, weeks: float) -> Expectation:
        """What these customers buy in the weeks after the last day that was looked at."""
        base = _customer_base(histories, self.unit)
        with np.errstate(all="ignore"):
            found = Expectation(
                purchases=_values(self.timing.predict(weeks / self.unit, base)),
                amount=_values(self.spend.predict(base)),
                alive=_values(self.timing.probability_alive(base)),
            )
        if not self._is_possible(found, histories, weeks):
            raise NoModelError("the customers are too much alike for the model of purchases (BG/NBD)")
        return found

    def _is_possible(self, found: Expectation, histories: Histories, weeks: float) -> bool:
        """Whether nobody is expected to buy more than if they were sure to stay; NaN is not possible."""
        rate = (self.parameters["r"] + histories.repeats) / (self.parameters["alpha"] + histories.tenure)
        is_possible = (found.purchases >= 0) & (found.purchases <= rate * weeks * (1 + 1e-6))
        return bool(np.all(is_possible & (found.alive >= 0) & (found.alive <= 1) & (found.amount > 0)))


def fit(histories: Histories) -> PurchaseModel:
    """The parameters that make these histories most likely; raises NoModelError where there are none."""
    from clvkit import BGNBD, GammaGamma  # brings pandas: only who fits waits for it

    ordered = histories.in_order()
    if dispersion(ordered) < 1:
        raise NoModelError(
            "they buy too regularly for the model of purchases (BG/NBD), which takes them to buy at random"
        )
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tries: list[tuple[float, Any]] = [(unit, BGNBD().fit(_customer_base(ordered, unit))) for unit in UNITS]
        except (RuntimeError, ValueError) as error:
            raise NoModelError("the model of purchases (BG/NBD) did not converge") from error
        try:
            spend = GammaGamma().fit(_customer_base(ordered, UNITS[0]))
        except (RuntimeError, ValueError) as error:
            raise NoModelError("the model of amounts (Gamma-Gamma) did not converge") from error
    # A likelihood of times has a unit too: what is compared is that of weeks.
    heights = [model.log_likelihood_ - float(ordered.repeats.sum()) * math.log(unit) for unit, model in tries]
    if not abs(heights[0] - heights[1]) < NO_DIFFERENCE:
        raise NoModelError("the model of purchases (BG/NBD) did not converge")
    unit, timing = tries[int(np.argmax(heights))]
    parameters = {**_parameters(timing), **_parameters(spend)}
    parameters["alpha"] *= unit
    parameters["v"] = parameters.pop("gamma")
    if not parameters["q"] > 1:
        raise NoModelError("the amounts differ so much that they have no expected mean")
    return PurchaseModel(parameters, unit, timing, spend)


def dispersion(histories: Histories) -> float:
    """How much customers differ in their number of purchases, against chance alone at one rate for all, which is 1.

    Below it the likelihood has no maximum in r and alpha: it rises for as long as they are made more alike.
    """
    seen = histories.chosen(histories.tenure > 0)
    usual = seen.tenure * (seen.repeats.sum() / seen.tenure.sum())
    return float(((seen.repeats - usual) ** 2 / usual).sum() / (len(seen) - 1))


def _parameters(model: Any) -> dict[str, float]:
    return {str(name): float(value) for name, value in model.params_.items()}


def _values(prediction: Any) -> Floats:
    return np.asarray(prediction.to_pandas().to_numpy(dtype=np.float64), dtype=np.float64).reshape(-1)


def _customer_base(histories: Histories, unit: float) -> Any:
    import pandas as pd
    from clvkit import CustomerBase

    columns = {
        "frequency": histories.repeats,
        "recency": histories.recency / unit,
        "T": histories.tenure / unit,
        "monetary_value": histories.amount,
    }
    # Names of units and the day are only for the library's own reading of a ledger, which dbt has done.
    return CustomerBase(
        pd.DataFrame(columns),
        time_unit="W",
        collapse="D",
        observation_period_end=pd.Timestamp(0),
        has_monetary=True,
        on_negative="net",
    )
