"""The attack on the general publication: what of the hidden figures can be computed from all that is shown."""
