"""Keyed hashes of identities and masks for free text, as macros of the writing session.

The keyed hash is HMAC-SHA256 (RFC 2104), its first 32 hexadecimal characters; the key lives in session variables
and never in a query's text that is logged. Masks are patterns of data that names a person.
"""

import hashlib
import re

import duckdb

_BLOCK = 64

# What is masked in a free text, in this order: the more particular pattern first. A date would pass for a telephone
# number of this country, so the signs between its parts are letters while those are masked.
MASKS: tuple[tuple[str, str], ...] = (
    (r"https?://\S*[@?]\S*", "[web address]"),
    (r"[^\s@,;:<>()]+@[^\s@,;:<>()]+[.][^\s@,;:<>().!?]{2,}", "[e-mail]"),
    (r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", "[account]"),
    (r"\b(?:[0-9]{4}[ -]?){3}[0-9]{4}\b", "[card]"),
    (r"\b(?:19|20)?[0-9]{6}[-+ ]?[0-9]{4}\b", "[personal number]"),
    (r"\b(?:19|20)?[0-9]{2}-[0-9]{2}-[0-9]{2}[-+][0-9]{4}\b", "[personal number]"),
    (r"(?:\+[0-9]|\b00[1-9])(?:[ ()/-]{0,2}[0-9]){6,13}\b", "[telephone]"),
    (r"\b((?:19|20)[0-9]{2})-([01]?[0-9])-([0-3]?[0-9])\b", r"\1_h_\2_h_\3"),
    (r"\b([0-3]?[0-9])-([0-3]?[0-9])-((?:19|20)[0-9]{2})\b", r"\1_h_\2_h_\3"),
    (r"\b([0-3]?[0-9])/([0-3]?[0-9])/((?:19|20)[0-9]{2})\b", r"\1_s_\2_s_\3"),
    (r"\b0[1-9][0-9]{0,2}[ )/-]{1,3}[0-9]{2,4}(?:[ /-]{1,3}[0-9]{2,4}){1,3}\b", "[telephone]"),
    (r"\b0[1-9][0-9]{0,2}[ )/-]{0,3}[0-9]{5,8}\b", "[telephone]"),
    (r"([0-9])_h_([0-9])", r"\1-\2"),
    (r"([0-9])_s_([0-9])", r"\1/\2"),
)


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
    replaced = "content"
    for pattern, label in MASKS:
        replaced = f"regexp_replace({replaced}, '{pattern}', '{label}', 'g')"
    connection.execute(f"create or replace temp macro cx_masked(content) as {replaced}")


def masked(content: str) -> str:
    """The same masks for a text that is not in the warehouse."""
    for pattern, label in MASKS:
        content = re.sub(pattern, label, content, flags=re.ASCII)
    return content
