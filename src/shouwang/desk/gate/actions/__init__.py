"""What is done at the gate, and about its rules."""
