"""One module of tests per module of the package, and `workbench`, on which they try it."""
