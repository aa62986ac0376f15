"""How the register's events read."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.people.models import FactKind

SENTENCES = {
    "people.building_added": gettext_lazy("%(who)s added a building."),
    "people.door_added": gettext_lazy("%(who)s added a door."),
    "people.alias_added": gettext_lazy("%(who)s noted how else people call a door."),
    "people.grid_added": gettext_lazy("%(who)s added a grid."),
    "people.building_assigned": gettext_lazy("%(who)s put a building into a grid."),
    "people.lead_appointed": gettext_lazy("%(who)s changed who leads a grid."),
    "people.household_added": gettext_lazy("%(who)s registered the household."),
    "people.household_learned": gettext_lazy("The household became known through a need that %(who)s noted."),
    "people.household_confirmed": gettext_lazy("%(who)s confirmed the household for the register."),
    "people.household_moved": gettext_lazy("The household moved; %(who)s noted it."),
    "people.household_left": gettext_lazy("The household left; %(who)s noted it."),
    "people.person_added": gettext_lazy("%(who)s added a person."),
    "people.person_gone": gettext_lazy("%(who)s noted that somebody does not belong to the household any more."),
    "people.contact_added": gettext_lazy("%(who)s noted whom to call."),
    "people.contact_removed": gettext_lazy("%(who)s took a contact off."),
    "people.looked": gettext_lazy("%(who)s looked at the record."),
    "people.sheet_received": gettext_lazy("%(who)s uploaded a sheet."),
    "people.columns_corrected": gettext_lazy("%(who)s corrected the columns of a sheet."),
    "people.row_settled": gettext_lazy("%(who)s settled a row of a sheet."),
    "people.rows_settled": gettext_lazy("%(who)s settled rows of a sheet."),
    "people.household_imported": gettext_lazy("%(who)s took over what a sheet says of the household."),
    "people.household_unimported": gettext_lazy("%(who)s took back what a sheet had said of the household."),
    "people.import_dropped": gettext_lazy("%(who)s put a sheet aside without taking it over."),
}

FIELDS = {
    "name": gettext_lazy("name"),
    "phones": gettext_lazy("telephone"),
    "identity": gettext_lazy("identity number"),
    "remark": gettext_lazy("remark"),
    "relation": gettext_lazy("relation"),
    "is_head": gettext_lazy("head of household"),
    "sex": gettext_lazy("sex"),
    "born_year": gettext_lazy("year of birth"),
    "is_resident": gettext_lazy("lives here"),
    "language": gettext_lazy("language"),
}


def person_changed(event: Event) -> str:
    fields = _(", ").join(str(FIELDS[field]) for field in event.data["fields"])
    return _("%(who)s changed of a person: %(fields)s.") % {"who": who_of(event), "fields": fields}


def fact_stated(event: Event) -> str:
    """The kind is told, the detail is not: events hold no words."""
    return _("%(who)s noted what was stated: %(fact)s.") % {"who": who_of(event), "fact": _kind(event)}


def fact_ended(event: Event) -> str:
    return _("%(who)s noted that this does not hold any more: %(fact)s.") % {"who": who_of(event), "fact": _kind(event)}


def searched(event: Event) -> str:
    count = len(event.data["found"])
    words = ngettext(
        "%(who)s searched the register and was shown %(n)s household.",
        "%(who)s searched the register and was shown %(n)s households.",
        count,
    )
    return words % {"who": who_of(event), "n": count}


def state_set(event: Event) -> str:
    """That they stay at home, not why: illness or journey stands on the household's page alone."""
    if event.household_id:
        return _("%(who)s noted that the household stays at home from %(day)s on.") % _who_and_day(event)
    if event.data.get("unit"):
        return _("%(who)s shut off a staircase from %(day)s on.") % _who_and_day(event)
    return _("%(who)s shut off a building from %(day)s on.") % _who_and_day(event)


def state_ended(event: Event) -> str:
    if event.household_id:
        return _("%(who)s noted that the household need not stay at home any more.") % {"who": who_of(event)}
    return _("%(who)s opened a building again.") % {"who": who_of(event)}


def import_applied(event: Event) -> str:
    words = ngettext(
        "%(who)s took over %(n)s row of a sheet.", "%(who)s took over %(n)s rows of a sheet.", event.data["rows"]
    )
    return words % {"who": who_of(event), "n": event.data["rows"]}


def import_undone(event: Event) -> str:
    kept = event.data["kept"]
    if not kept:
        return _("%(who)s undid the import of a sheet.") % {"who": who_of(event)}
    words = ngettext(
        "%(who)s undid the import of a sheet; %(n)s row stayed, changed since by hand.",
        "%(who)s undid the import of a sheet; %(n)s rows stayed, changed since by hand.",
        kept,
    )
    return words % {"who": who_of(event), "n": kept}


def register_stories() -> None:
    for kind, sentence in SENTENCES.items():
        told(kind, lambda event, sentence=sentence: str(sentence) % {"who": who_of(event)})  # type: ignore[misc]
    told("people.person_changed", person_changed)
    told("people.fact_stated", fact_stated)
    told("people.fact_ended", fact_ended)
    told("people.searched", searched)
    told("people.state_set", state_set)
    told("people.state_ended", state_ended)
    told("people.import_applied", import_applied)
    told("people.import_undone", import_undone)


def _kind(event: Event) -> str:
    return str(FactKind(event.data["fact"]).label)


def _who_and_day(event: Event) -> dict[str, object]:
    return {"who": who_of(event), "day": date_format(date.fromisoformat(event.data["from_day"]), _("j M"))}
