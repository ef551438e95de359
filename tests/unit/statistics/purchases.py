"""Customers who buy as BG/NBD and Gamma-Gamma take it, invented with known parameters. No test stands here."""

from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.purchasing import Floats, Histories

R, ALPHA, A, B = 1.2, 12.0, 0.9, 5.0
P, Q, V = 6.0, 4.0, 300.0


@dataclass(frozen=True)
class Customers:
    """Their histories up to a day, and what they truly bought in the weeks after it."""

    histories: Histories
    later_purchases: Floats
    later_amount: Floats


def customers(count: int, weeks: float, later_weeks: float, seed: int = 1) -> Customers:
    """Invent customers, who come in the first two thirds of the weeks; days are fractions of them."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        tenure = weeks - rng.uniform(0, weeks * 2 / 3)
        rate, leaving, scale = rng.gamma(R, 1 / ALPHA), rng.beta(A, B), rng.gamma(Q, 1 / V)
        bought, now = [], 0.0
        while (now := now + rng.exponential(1 / rate)) <= tenure + later_weeks:
            bought.append((now, rng.gamma(P, 1 / scale)))
            if rng.random() < leaving:
                break
        before = [(time, amount) for time, amount in bought if time <= tenure]
        after = [amount for time, amount in bought if time > tenure]
        mean = float(np.mean([amount for _, amount in before])) if before else 0.0
        last = before[-1][0] if before else 0.0
        rows.append((len(before), last, tenure, mean, len(after), sum(after)))
    columns = np.array(rows, dtype=np.float64).T
    return Customers(Histories(*columns[:4]), columns[4], columns[5])
