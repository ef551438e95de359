"""What a publication holds, and that it is replaced whole or not at all."""
