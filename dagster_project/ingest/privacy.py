"""Keyed hashes of identities and masks for free text, as macros of the writing session.

The keyed hash is HMAC-SHA256 (RFC 2104), its first 32 hexadecimal characters; the key lives in session variables
and never in a query's text that is logged. Masks are patterns of data that names a person.
"""

import hashlib

import duckdb

_BLOCK = 64

# What is masked in a free text, in this order: the more particular pattern first.
MASKS: tuple[tuple[str, str], ...] = (
    (r"https?://[^ ]*[@?][^ ]*", "[web address]"),
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+[.][A-Za-z]{2,}", "[e-mail]"),
    (r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", "[account]"),
    (r"\b(?:[0-9]{4}[ -]?){3}[0-9]{4}\b", "[card]"),
    (r"\b(?:19|20)?[0-9]{6}[-+ ]?[0-9]{4}\b", "[personal number]"),
    (r"(?:\+|\b00)[0-9](?:[ ()/-]{0,2}[0-9]){6,13}\b|\b0[0-9]{1,3}(?:[ /-]{1,3}[0-9]{2,4}){1,4}\b|\b0[0-9]{8,9}\b", "[telephone]"),
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
    masked = "content"
    for pattern, label in MASKS:
        masked = f"regexp_replace({masked}, '{pattern}', '{label}', 'g')"
    connection.execute(f"create or replace temp macro cx_masked(content) as {masked}")
