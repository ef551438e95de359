"""What some writers add at the end, or write instead: praise of people, and a topic that no taxonomy is prepared for.

Each is drawn from a stream of its own writer's, known by the id of the answer, so that a comment that is exported twice
says the same twice, and everything else of the sample stays as it was.
"""

import re

from dagster_project.sample import world
from dagster_project.sample.comments import phrases

PRAISE_SHARE = 0.07  # of content writers
TOPIC_SHARE = 0.03  # of all writers
NOTHING_ELSE_SHARE = 0.6  # of those, unless their comment holds what is counted: addresses, numbers, line breaks
TOPIC = "sustainability"


def with_afterthought(comment: str, answer_id: str, *, is_happy: bool, language: str) -> str:
    """The comment, with what its writer adds; nobody adds to what was not written."""
    if not comment:
        return comment
    rng = world.stream(f"afterthought {answer_id}")
    draws = rng.random_sample(3)
    added = []
    if is_happy and draws[0] < PRAISE_SHARE:
        added.append(str(rng.choice(phrases()["staff_praise", "positive", language])))
    if draws[1] < TOPIC_SHARE:
        topic = str(rng.choice(phrases()[TOPIC, "question", language]))
        if draws[2] < NOTHING_ELSE_SHARE and not re.search(r"[@0-9\n]", comment):
            return topic
        added.append(topic)
    return " ".join([comment, *added])
