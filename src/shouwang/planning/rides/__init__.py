"""The ride planner: who fetches whom when, so that everyone is in time and nobody sits in the car too long."""
