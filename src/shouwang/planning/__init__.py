"""Pure planning: proposals with reasons. Knows neither Django nor the desk."""
