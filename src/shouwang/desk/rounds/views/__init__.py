"""Pages of rounds: the desk's, the carrier's, and paper."""
