"""Keyed hashes of identities and masks for free text, as macros of the writing session.

The keyed hash is HMAC-SHA256 (RFC 2104), its first 32 hexadecimal characters; the key lives in session variables
and never in a query's text that is logged. What is masked stands in `masks`.
"""

import hashlib
import re
from collections.abc import Sequence

import duckdb

from dagster_project.ingest.masks import ADDRESS_SIGN, ADDRESSES, NUMBER_SIGN, NUMBERS, SHORTEST, Mask

LONGEST_MESSAGE = 2000  # Python's patterns take time with the square of a text's length, the warehouse's do not
_CUT_WITH = 100  # what a cut goes through can no longer be known, and is cut too
_BLOCK = 64


def define_privacy_macros(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give the session `cx_keyed_hash(text)` and `cx_masked(text)`; both are NULL for NULL."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    for name, pad in (("cx_inner_pad", 0x36), ("cx_outer_pad", 0x5C)):
        padded = bytes(byte ^ pad for byte in block).hex()
        connection.execute(f"set variable {name} = unhex('{padded}')")
    connection.execute(
        """
        create or replace temp macro cx_keyed_hash(identity) as left(sha256(
            getvariable('cx_outer_pad') || unhex(sha256(getvariable('cx_inner_pad') || encode(identity)))), 32)
        """
    )
    # Most texts name nobody: they cost one look. Numbers are searched for only where there are enough digits.
    addresses = _replaced("content", ADDRESSES)
    connection.execute(
        f"""
        create or replace temp macro cx_masked(content) as case
        when strlen(content) >= {SHORTEST} and {_holds(f"{NUMBER_SIGN}|{ADDRESS_SIGN}")} then
            case when {_holds(NUMBER_SIGN)} then {_replaced(addresses, NUMBERS)} else {addresses} end
        else content end
        """
    )


def masked(content: str) -> str:
    """The same masks for a text that is not in the warehouse, such as a message; a very long one is cut."""
    shown = content[:LONGEST_MESSAGE]
    for mask in (*ADDRESSES, *NUMBERS):
        shown = re.sub(mask.pattern, mask.label, shown, flags=re.ASCII)
    return shown if len(content) <= LONGEST_MESSAGE else f"{shown[:-_CUT_WITH]}..."


def _holds(pattern: str) -> str:
    return f"regexp_matches(content, {_literal(pattern)})"


def _replaced(sql: str, masks: Sequence[Mask]) -> str:
    for mask in masks:
        sql = f"regexp_replace({sql}, {_literal(mask.pattern)}, {_literal(mask.label)}, 'g')"
    return sql


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
