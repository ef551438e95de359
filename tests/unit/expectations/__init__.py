"""What the checks on the way in find, and how they tell of it."""
