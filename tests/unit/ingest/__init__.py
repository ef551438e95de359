"""What the rooms between files and canonical rows promise."""
