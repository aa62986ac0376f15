"""What was asked for: one drug of one household, until it is complete enough to be bought."""
