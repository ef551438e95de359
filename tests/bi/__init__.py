"""What BI tools are given: the files of the bundle for everybody, a real Superset for who asks for it."""
