"""Kinds of arguments and whole texts that need a reader of their own: dates, units, draws, integers in words."""
