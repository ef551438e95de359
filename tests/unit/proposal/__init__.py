"""Tests of the proposed sources: each drops a small export and looks at the YAML and the lines that come of it."""
