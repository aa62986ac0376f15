"""Passes at the gate: keys, issuing, what a gate is told, and how they read."""
