"""One file per platform: exports made in the platform's own shape, loaded with the YAML that a user would write."""
