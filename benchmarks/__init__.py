"""What the pipeline costs, measured beside what it cannot cost less than. Nothing here is a test."""
