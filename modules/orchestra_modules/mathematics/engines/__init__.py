"""What works things out: exact arithmetic and algebra of our own, and SymPy held to a check by another road."""
