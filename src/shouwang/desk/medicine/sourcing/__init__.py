"""A wave's list split over pharmacies: the way to planning and back."""
