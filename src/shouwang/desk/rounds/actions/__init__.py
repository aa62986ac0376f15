"""What can be done with rounds: propose, change, accept, walk, hand over, and settle what could not be taken over."""
