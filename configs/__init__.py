"""The profiles that ship, as data."""
