"""Measurements, run by `shouwang bench NAME`. Each prints a table; figures compare only within one run."""
