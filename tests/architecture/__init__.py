"""Borders between the rooms, and promises of the repository as a whole."""
