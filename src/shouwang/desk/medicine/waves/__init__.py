"""One list from door to door: what waits on whom, what stands on which list, money, bags."""
