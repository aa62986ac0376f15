"""A sheet on its way into the register: what its rows say, what is known, and what each row would change."""
