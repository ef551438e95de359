"""What the sparse world writes into its surveys: nothing, something without a theme, or a theme or two."""

import random

SENTENCES = (
    "Priset är för högt.",
    "Prisvärt.",
    "Leveransen kom för sent.",
    "Fakturan var fel.",
    "Ert sortiment är för litet.",
    "Priset är för högt och leveransen kom för sent.",
    "Hej.",
)
SILENCES = 5


def comment(response: str) -> str:
    """The comment of a response, always the same one."""
    return random.Random(response).choice((*SENTENCES, *[""] * SILENCES))
