"""What is said about the company in public, as a listening service exports it: one row per mention.

The service tells the sentiment of most mentions in words, of some as a number, and of the rest not at all.
"""

from collections import Counter
from datetime import datetime, timedelta

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.comments import phrases
from dagster_project.sample.customers import pick
from dagster_project.sample.files import Dialect, Folder, Row

MENTIONS = 960
HEADER: Row = ["mention_id", "published_at", "channel", "sentiment", "score", "text"]
CHANNELS = {"Trustpilot": 0.34, "LinkedIn": 0.24, "Facebook": 0.22, "Forum": 0.12, "News": 0.08}
TONES = {"positive": 0.46, "negative": 0.34, "neutral": 0.20}
TOLD_AS = {"word": 0.72, "number": 0.14, "nothing": 0.14}
NUMBERS = {"positive": 0.62, "neutral": 0.0, "negative": -0.58}
THEMES = (*list(world.DRIVERS)[:7], "delivery", "invoice", "support")
LANGUAGES = {"sv": 0.7, "en": 0.3}


class MentionExport:
    """Invents the mentions and writes them, one file per calendar year."""

    def __init__(self) -> None:
        self.rng: RandomState = world.stream("mentions")
        self.planted: Counter[str] = Counter()
        self.tones: Counter[str] = Counter()
        self.files: dict[int, list[Row]] = {}

    def build(self) -> None:
        """Spread the mentions evenly over the months; times are of the service's own clock, UTC."""
        rng = self.rng
        moments = []
        for index in range(MENTIONS):
            year, month = world.MONTHS[index * len(world.MONTHS) // MENTIONS]
            moments.append(datetime(year, month, 1, tzinfo=world.UTC) + timedelta(seconds=int(rng.randint(28 * 86400))))
        for number, at in enumerate(sorted(moments), start=1):
            tone, told = pick(rng, TONES), pick(rng, TOLD_AS)
            theme = "mention" if tone == "neutral" else str(rng.choice(THEMES))
            text = str(rng.choice(phrases()[theme, tone, pick(rng, LANGUAGES)]))
            score = f"{NUMBERS[tone] + float(rng.normal(0.0, 0.12)) * (tone != 'neutral'):.2f}"
            word = tone.capitalize() if told == "word" else ""
            row = [f"M{number:06d}", f"{at:%Y-%m-%d %H:%M:%S}", pick(rng, CHANNELS), word]
            self.files.setdefault(at.year, []).append([*row, score if told == "number" else "", text])
            self.planted[f"mentions whose sentiment is told as {told}"] += 1
            self.tones[tone] += told != "nothing"

    def write(self, folder: Folder) -> None:
        """Write them, oldest first."""
        for year, rows in sorted(self.files.items()):
            folder.write(f"brand_mentions/mentions_{year}.csv", [HEADER], rows, Dialect())

    def truth(self) -> dict[str, int]:
        """Count the mentions whose sentiment the service tells, by sentiment."""
        return dict(sorted(self.tones.items()))
