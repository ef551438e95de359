"""What other programs are given so that they read the published tables rightly. Nothing here is part of a run."""
