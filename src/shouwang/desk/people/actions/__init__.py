"""What may be done with the register, a module a noun."""
