"""The gate's log on paper: the empty sheet to print, and what comes back written on it, typed in or as a file."""
