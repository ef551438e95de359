"""Files that nobody meant to make, through the reader: nothing may crash, hang or get lost."""
