"""Why somebody could not be told, as codes that are stored and sentences that are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Problem(TextChoices):
    """Of one try, or of a message that has nowhere to go."""

    NO_CHANNEL = "no_channel", _("There is no channel to this person: add one, or call.")
    NOT_MEMBER = "not_member", _("Belongs to this community no more.")
    REFUSED = "refused", _("The service refused the message.")
    ADDRESS = "address", _("The service does not know this address (any more).")
    LIMIT = "limit", _("Too many messages at once for the service.")
    BUSY = "busy", _("The service has a fault.")
    SILENT = "silent", _("The service did not answer in time.")
    UNREACHABLE = "unreachable", _("The service could not be reached.")
    FORBIDDEN = "forbidden", _("The address lies in a private network: the desk does not send there.")
    UNCLEAR = "unclear", _("The service's answer was not clear, so it is not believed.")
    GONE = "gone", _("The browser ended the subscription, or the app was removed.")
    REMOVED = "removed", _("The channel was removed before the message went out.")


FOR_GOOD = frozenset({
    Problem.NO_CHANNEL, Problem.NOT_MEMBER, Problem.REFUSED, Problem.ADDRESS, Problem.FORBIDDEN, Problem.GONE,
    Problem.REMOVED,
})  # fmt: skip
"""What another try in a minute would not mend."""
