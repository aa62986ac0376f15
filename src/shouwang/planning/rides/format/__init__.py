"""Files: a day and a plan as JSON, and the instances of the literature; what is broken is told with its place."""
