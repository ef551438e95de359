"""What `make` calls and a run does not need: the set-up, the pins, the pictures of the manual."""
