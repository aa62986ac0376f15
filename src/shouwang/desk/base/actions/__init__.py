"""The ground's use-cases."""
