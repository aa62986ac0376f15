"""A drug nobody has: every place, and what it said."""
