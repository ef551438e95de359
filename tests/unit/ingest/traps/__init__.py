"""The traps of real exports, each with a file in the very shape in which it was seen; docs/traps.md lists them."""
