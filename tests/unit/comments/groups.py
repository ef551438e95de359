"""Texts with planted groups, and how much of them is found. No test stands here."""

import random

from tests.unit.comments.library import Library

SYLLABLES = [onset + vowel for onset in ("b", "dr", "f", "gl", "k", "m", "pr", "sk", "t", "v") for vowel in "aeiouyåäö"]


def words(seed: int, count: int) -> list[str]:
    """Invented words, each of them another."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choice(SYLLABLES) for _ in range(3)) + "k"] = None
    return list(found)


def planted(seed: int, topics: int, size: int, noise: int) -> dict[str, int]:
    """Texts and the topic that they were planted with, -1 for none: its two words among six others."""
    rng = random.Random(seed)
    others = words(seed, 400)
    found: dict[str, int] = {}
    for topic in [*(topic for topic in range(topics) for _ in range(size)), *([-1] * noise)]:
        parts = rng.sample(others, 6)
        if topic >= 0:
            pair = [f"topic{chr(97 + topic)}m", f"about{chr(97 + topic)}m"]
            rng.shuffle(pair)
            parts[2:2] = pair
        found[" ".join(parts).capitalize() + "."] = topic
    return found


def candidates(texts: list[str]) -> dict[str, str]:
    """The candidate of each text that is in one."""
    from dagster_project.comments.grouping import write_groups
    from dagster_project.comments.store import create_comments

    library = Library()
    create_comments(library.connection)
    library.add(*texts)
    write_groups(
        library.connection,
        """select md5(comment) as text_hash, comment as text, count(*) as occurrences
        from raw.survey_comments group by all""",
    )
    found = library.found("groups", "candidate")
    assert all(len(names) == 1 for names in found.values())
    return {text: names[0] for text, names in found.items()}
