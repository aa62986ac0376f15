"""What there is in the demonstration, asked from inside."""

from shouwang.desk.needs.models import Need


def states_and_sources() -> list[list[str]]:
    """Every state a need is in, and every way one came."""
    return [sorted(set(Need.objects.values_list(field, flat=True))) for field in ("state", "source")]
