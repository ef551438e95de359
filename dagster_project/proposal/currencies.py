"""The column that holds the currency of a record's money, by the money's own heading; and codes that no key reads.

A currency beside the digits or in a heading is a matter of `numbers`.
"""

from dagster_project.ingest.schema import TABLES
from dagster_project.proposal.columns import Content
from dagster_project.proposal.sight import Sight
from dagster_project.proposal.wording import COLUMNS
from dagster_project.proposal.wording import TABLES as WORDING
from dagster_project.proposal.yaml_text import Entry, flow

_CODES = frozenset(COLUMNS["currency_codes"])
_UNREAD = "decide: it holds codes of currencies that no key reads; without one, money is in the reporting currency"
_TWO = "decide: it holds codes of currencies too, and a record has one currency only"


def headings_of_currency(table: str, money: list[Content]) -> list[str]:
    """What the column of the currency may be called: after the money that the file has, after any, or by itself."""
    kinds = TABLES[table].columns
    amounts = [name for content in money for name in content.names]
    amounts += [
        str(one) for name, listed in WORDING[table].items() if kinds[name] == "money" for one in (name, *listed)
    ]
    words = COLUMNS["currency_words"]
    beside = [text for amount in amounts for word in words for text in (f"{amount} {word}", f"{word} {amount}")]
    return [*beside, *WORDING[table]["currency"]]


def holds_currencies(content: Content) -> bool:
    """Whether nearly all its texts are codes of ISO 4217."""
    codes = sum(count for text, count in content.counts.items() if text.upper() in _CODES)
    return bool(content.texts) and codes >= 0.95 * len(content.texts)


def unread_currencies(sight: Sight, table: str, read: set[int], *, has_currency: bool) -> list[Entry]:
    """A remark for each column of currencies that no key reads, where the table has money."""
    if "currency" not in TABLES[table].columns:
        return []
    left = [one for one in sight.columns if one.column.position not in read and holds_currencies(one)]
    return [
        Entry("currency", flow({"column": sight.selector(one)}), _TWO if has_currency else _UNREAD, is_open=True)
        for one in left
    ]
