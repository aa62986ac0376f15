"""Who takes what every day, how long it lasts, whom to ask."""
