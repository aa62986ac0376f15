"""What a guard's phone keeps for a day, to decide without network: only what a guard may hold."""
