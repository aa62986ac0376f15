"""How the events of the gate read: that somebody came and what came of it, never why they wanted to pass."""

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Event, Mode
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.gate.models import Direction, Outcome, PassScope


def passage(event: Event) -> str:
    way, outcome = Direction(event.data["way"]).label, Outcome(event.data["outcome"]).label
    said = {"who": who_of(event), "way": way, "outcome": outcome}
    return _("At the gate (%(way)s): %(outcome)s; noted by %(who)s.") % said


def corrected(event: Event) -> str:
    """With what stands there now, where it is of the same household."""
    if "outcome" not in event.data:
        return _("%(who)s corrected the gate's book: it was not this household.") % {"who": who_of(event)}
    way, outcome = Direction(event.data["way"]).label, Outcome(event.data["outcome"]).label
    said = {"who": who_of(event), "way": way, "outcome": outcome}
    return _("%(who)s corrected the gate's book (%(way)s): %(outcome)s.") % said


def visit_asked(event: Event) -> str:
    said = {"times": event.data["times"], "days": event.data["days"]}
    return _("Turned back %(times)s × in %(days)s days: somebody visits them.") % said


def rule_proposed(event: Event) -> str:
    return _("%(who)s proposed another rule of the gate (%(mode)s) from %(day)s on.") % _of(event)


def rule_changed(event: Event) -> str:
    return _("%(who)s agreed: another rule of the gate (%(mode)s) holds from %(day)s on.") % _of(event)


def pass_issued(event: Event) -> str:
    return _("%(who)s issued a pass for the gate (%(scope)s).") % _of_pass(event)


def pass_printed(event: Event) -> str:
    return _("%(who)s printed a pass for the gate (%(scope)s).") % _of_pass(event)


def pass_revoked(event: Event) -> str:
    return _("%(who)s took back a pass for the gate (%(scope)s).") % _of_pass(event)


def pass_overused(event: Event) -> str:
    return _("Somebody passed with a pass that was used up (%(scope)s); noted by %(who)s.") % _of_pass(event)


def exit_named(event: Event) -> str:
    said = _of(event)
    if event.data["gate"]:
        return _("%(who)s said that one gate alone is open (%(mode)s) from %(day)s on.") % said
    return _("%(who)s said that every gate is open (%(mode)s) from %(day)s on.") % said


def exit_proposed(event: Event) -> str:
    said = _of(event)
    if event.data["gate"]:
        return _("%(who)s proposed that one gate alone be open (%(mode)s) from %(day)s on.") % said
    return _("%(who)s proposed that every gate be open (%(mode)s) from %(day)s on.") % said


def exit_confirmed(event: Event) -> str:
    return _("%(who)s confirmed that one gate alone is open (%(mode)s).") % _of(event)


def key_lost(event: Event) -> str:
    return _("%(who)s said that the key of the passes is lost.") % {"who": who_of(event)}


def _of_pass(event: Event) -> dict[str, object]:
    return {"who": who_of(event), "scope": PassScope(event.data["scope"]).label}


def _of(event: Event) -> dict[str, object]:
    return {"who": who_of(event), "mode": Mode(event.data["mode"]).label, "day": event.data.get("from_day", "")}


def paper_entered(event: Event) -> str:
    said = {"who": who_of(event), "rows": event.data["rows"], "day": event.data["day"]}
    return _("%(who)s entered %(rows)s rows of the paper log of %(day)s.") % said


def register_stories() -> None:
    """Called once, when the desk starts."""
    told("gate.passage", passage)
    told("gate.corrected", corrected)
    told("gate.visit_asked", visit_asked)
    told("gate.added", lambda event: _("%(who)s added a gate.") % {"who": who_of(event)})
    told("gate.rule_proposed", rule_proposed)
    told("gate.rule_changed", rule_changed)
    told("gate.rule_dropped", lambda event: _("%(who)s dropped a proposed rule of the gate.") % {"who": who_of(event)})
    told("gate.paper_entered", paper_entered)
    told("gate.note_left", lambda event: _("%(who)s left a note for the next guard.") % {"who": who_of(event)})
    told("gate.note_done", lambda event: _("%(who)s said that a guard's note is done.") % {"who": who_of(event)})
    told("gate.taken_over", lambda event: _("%(who)s took over at the gate.") % {"who": who_of(event)})
    told("gate.calming_changed", lambda event: _("%(who)s changed the words that calm.") % {"who": who_of(event)})
    told("gate.pass_issued", pass_issued)
    told("gate.exit_named", exit_named)
    told("gate.exit_proposed", exit_proposed)
    told("gate.exit_confirmed", exit_confirmed)
    told("gate.pass_printed", pass_printed)
    told("gate.pass_revoked", pass_revoked)
    told("gate.pass_overused", pass_overused)
    told("gate.pass_key_lost", key_lost)
