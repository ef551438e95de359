"""Tests that run the whole job."""
