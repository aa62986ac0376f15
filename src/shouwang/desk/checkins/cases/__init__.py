"""A case as it climbs its ladder: by which plan, who is told, how it reads."""
