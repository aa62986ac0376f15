"""Who calls whom: the day's calls of a community, split over those on shift."""
