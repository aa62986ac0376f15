"""Delivery, as a job: what goes out goes out before anything is written."""
