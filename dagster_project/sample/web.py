"""Visits to the website and what is searched for on it, as Google Analytics 4 exports them: `#` lines, then a table.

Some searches are for what nobody finds: they grow over the months.
"""

from collections import Counter
from datetime import date, timedelta

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.files import Dialect, Folder, Row

TRAFFIC_HEADER: Row = ["Date", "Session primary channel group (Default channel group)"]
TRAFFIC_HEADER += ["Sessions", "Engaged sessions", "Key events"]
SEARCH_HEADER: Row = ["Date", "Search term", "Event count"]
# Sessions on a working day, the share that is engaged, the share that ends in an order or an enquiry.
CHANNELS = {
    "Direct": (62, 0.64, 0.052),
    "Organic Search": (118, 0.58, 0.034),
    "Paid Search": (47, 0.41, 0.021),
    "Email": (21, 0.70, 0.066),
    "Referral": (14, 0.55, 0.028),
}
SEARCHES = {
    "faktura": 5.0, "leveranstid": 4.5, "logga in": 4.0, "reservdelar": 3.2, "retur": 2.6, "kontakt": 2.4,
    "prislista": 2.2, "manual": 2.0, "invoice copy": 1.5, "delivery time": 1.4, "avtal uppsägning": 0.8,
    "öppettider": 1.2, "support telefon": 1.1, "klimatdeklaration": 0.6, "carbon footprint": 0.3,
}  # fmt: skip
GROWING = ("klimatdeklaration", "carbon footprint")
FIRST_SEARCH = date(2025, 11, 1)


class WebExport:
    """Invents days of visits and of searches, and writes them by calendar year."""

    def __init__(self) -> None:
        self.rng: RandomState = world.stream("web")
        self.planted: Counter[str] = Counter()
        self.traffic: dict[int, list[Row]] = {}
        self.searches: dict[int, list[Row]] = {}
        self.totals: Counter[str] = Counter()

    def build(self) -> None:
        """Live through the days of the sample."""
        day = world.FIRST_DAY
        while day <= world.LAST_DAY:
            pace = 0.35 if day.weekday() >= 5 else 1.0
            for channel, (sessions, engaged, converted) in CHANNELS.items():
                self._visits(day, channel, sessions * pace, engaged, converted)
            if day >= FIRST_SEARCH:
                self._searches(day, pace)
            day += timedelta(days=1)

    def write(self, folder: Folder) -> None:
        """Write the reports, each with the lines that the platform puts above and the total that it puts into them."""
        for kind, header, files in (
            ("web_traffic", TRAFFIC_HEADER, self.traffic),
            ("web_searches", SEARCH_HEADER, self.searches),
        ):
            for year, rows in sorted(files.items()):
                above: list[Row] = [
                    ["# ----------------------------------------"],
                    [f"# {kind.replace('_', ' ').capitalize()}"],
                    [f"# {rows[0][0]}-{rows[-1][0]}"],
                ]
                folder.write(f"{kind}/{kind}_{year}.csv", [*above, header], rows, Dialect())

    def truth(self) -> dict[str, int]:
        """Count sessions, engaged sessions, conversions and searches."""
        return dict(sorted(self.totals.items()))

    def _visits(self, day: date, channel: str, usual: float, engaged: float, converted: float) -> None:
        sessions = int(self.rng.poisson(usual))
        if not sessions:
            return
        stayed = int(self.rng.binomial(sessions, engaged))
        orders = int(self.rng.binomial(sessions, converted))
        cells = [f"{day:%Y%m%d}", channel, str(sessions), str(stayed), str(orders)]
        self.traffic.setdefault(day.year, []).append(cells)
        self.totals.update({"sessions": sessions, "engaged sessions": stayed, "conversions": orders})

    def _searches(self, day: date, pace: float) -> None:
        months = (day - FIRST_SEARCH).days / 30
        for query, usual in SEARCHES.items():
            count = int(self.rng.poisson(usual * pace * (1 + months / 4 if query in GROWING else 1.0) / 4))
            if count:
                self.searches.setdefault(day.year, []).append([f"{day:%Y%m%d}", query, str(count)])
                self.totals["searches"] += count
