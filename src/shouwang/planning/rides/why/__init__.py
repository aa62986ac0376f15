"""Why a ride is left, and the one thing that would have to give for it to be driven after all."""
