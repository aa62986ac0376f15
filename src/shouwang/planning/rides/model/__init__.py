"""What a day of rides and a plan are made of, and what can be wrong with a day: plain values and sentences."""
