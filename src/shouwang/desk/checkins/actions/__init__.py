"""What can be done with the watch: plan it, make a day, call, say what came of it, climb, end a case."""
