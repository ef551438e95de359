r"""A text as its plain words, in SQL: lower case, one blank between words, and a bar where a thought ends.

` vi byter leverantör | tyvärr ` is what becomes of "Vi byter\nleverantör: tyvärr". Blanks of every kind, line breaks,
hyphens, apostrophes and quotation marks part words; any other sign parts thoughts. So a pattern of plain words needs no
boundary but a blank, and RE2 no class of Unicode's, which would cost it a multiple of the time.
"""

from dagster_project.ingest.masks import ADDRESSES, NUMBERS
from dagster_project.ingest.sql import quoted

MASKS = tuple(sorted({mask.label for mask in (*ADDRESSES, *NUMBERS) if mask.label.startswith("[")}))

_MASK = "|".join(label.replace("[", r"\[").replace("]", r"\]") for label in MASKS)
# Soft hyphens and marks of no width are within words, and nobody sees them.
_UNSEEN = r"[\x{00AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}\x{FE0E}\x{FE0F}]+"
_APOSTROPHES = r"'`\x{00B4}\x{02BC}\x{2018}-\x{201B}\x{2032}\x{FF07}"
_GAP = rf'[\s\x0B\p{{Z}}\p{{Pd}}{_APOSTROPHES}"\x{{00AB}}\x{{00BB}}\x{{201C}}-\x{{201F}}/_*]+'
_END = r"[^ \p{L}\p{M}\p{N}]+"


def plain(text: str) -> str:
    """The SQL that gives the plain words of a text, with a blank at either end; NULL stays NULL."""
    sql = f"lower(nfc_normalize({text}))"
    for pattern, sign in ((_MASK, "|"), (_UNSEEN, ""), (_GAP, " "), (_END, " | ")):
        sql = f"regexp_replace({sql}, {quoted(pattern)}, {quoted(sign)}, 'g')"
    return f"' ' || {sql} || ' '"
