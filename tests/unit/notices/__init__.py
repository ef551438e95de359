"""The room of the notices: words, outbox, channels."""
