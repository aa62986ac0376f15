"""A day that runs: an urgent ride put in, and the rest planned anew when something goes otherwise."""
