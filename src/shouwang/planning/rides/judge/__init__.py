"""The judge of a plan: every promise held against the day, without a line of what made the plan."""
