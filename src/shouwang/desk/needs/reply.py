"""The text to paste back into the group: doors and amounts, and who is asked what. Nothing that must not travel."""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from shouwang.desk.needs.bridge import masked
from shouwang.desk.needs.entries import EntryRead, summed
from shouwang.desk.needs.kinds import NOT_FOR_GROUPS
from shouwang.desk.needs.told import counted

JOIN = "、"


def write_reply(title: str, counting: Iterable[EntryRead], waiting: Iterable[EntryRead], *, kind: str) -> str:
    """Sums, then a line a door in the order of the list, then whom the desk will ask.

    No names, telephones, notes or illnesses; a sensitive entry shows only that it was received, and lists of
    medicines and rides show no sums. In the language of this installation: the group's, not the reader's.
    """
    counting, waiting = list(counting), list(waiting)
    with translation.override(settings.LANGUAGE_CODE):
        rows = [_("[Noted] %(title)s") % {"title": masked(title)}]
        if kind not in NOT_FOR_GROUPS:
            rows += [
                _("%(what)s, together") % {"what": what}
                for what in _things([one for one in counting if not one.is_sensitive])
            ]
        rows += [_row(read) for read in counting if read.place.is_complete]
        if waiting:
            places = dict.fromkeys(read.place.text or _("line %(n)s") % {"n": read.line} for read in waiting)
            rows.append(_("Still to be asked: %(places)s") % {"places": JOIN.join(places)})
    return "\n".join(rows)


def _row(read: EntryRead) -> str:
    if read.is_sensitive:
        return f"{read.place.text} {_('received')}"
    return f"{read.place.text} {JOIN.join(_things([read]))}".rstrip()


def _things(reads: list[EntryRead]) -> list[str]:
    wishes = summed([wish for read in reads for wish in counted(read)], keep_notes=False)
    return [f"{masked(wish.name)} {_plain(wish.quantity)}{wish.unit}" for wish in wishes]


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
