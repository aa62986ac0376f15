/* What every page does with scripts; each page works without. */
