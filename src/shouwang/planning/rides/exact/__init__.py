"""The exact times of given orders of stops, in plain Python: what the search finds is told by these."""
