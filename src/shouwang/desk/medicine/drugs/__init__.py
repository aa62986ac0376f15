"""The formulary: drugs, their packs and names, the rules they fall under."""
