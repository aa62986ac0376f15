"""How the events of drugs, rules, regimens and prompts read. Never which drug: the log is read over shoulders."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.medicine.models import Prompt, Stock

SENTENCES = {
    "medicine.drug_added": gettext_lazy("%(who)s listed a drug in the formulary."),
    "medicine.drug_changed": gettext_lazy("%(who)s changed what the formulary says of a drug."),
    "medicine.drug_retired": gettext_lazy("%(who)s took a drug off the formulary."),
    "medicine.drug_sheet_received": gettext_lazy("%(who)s sent a sheet of drugs, to be looked through."),
    "medicine.drug_sheet_dropped": gettext_lazy("%(who)s put a sheet of drugs aside."),
    "medicine.regimen_stated": gettext_lazy("%(who)s noted a medicine that is taken every day."),
    "medicine.regimen_ended": gettext_lazy("%(who)s noted that a medicine is not taken any more."),
    "medicine.prompt_not_reached": gettext_lazy("%(who)s asked whether medicine is needed: no answer. It stays."),
}
BASES = {
    Stock.Basis.STATED: gettext_lazy("%(who)s noted how much of a medicine is left."),
    Stock.Basis.COUNTED: gettext_lazy("%(who)s counted how much of a medicine is left."),
    Stock.Basis.BOUGHT: gettext_lazy("Medicine came; what there is was reckoned anew."),
}
LEVELS = {
    Prompt.Level.ASK: gettext_lazy("Medicine lasts five days at most: the household is asked."),
    Prompt.Level.CALL: gettext_lazy("Medicine lasts three days at most: somebody should call."),
    Prompt.Level.ALERT: gettext_lazy("Medicine lasts one day at most: the desk was alerted."),
}


def register_stories() -> None:
    """Called once, when the desk starts."""
    for kind, sentence in SENTENCES.items():
        told(kind, lambda event, sentence=sentence: sentence % {"who": who_of(event)})  # type: ignore[misc]
    told("medicine.prompted", lambda event: str(LEVELS[event.data["level"]]))
    told("medicine.stock_stated", lambda event: str(BASES[event.data["basis"]]) % {"who": who_of(event)})
    told("medicine.prompt_answered", _answered)
    told("medicine.rules_changed", _rules_changed)
    told("medicine.drug_sheet_applied", _applied)


def _answered(event: Event) -> str:
    if event.data.get("need"):
        return _("%(who)s: the medicine is needed; it was written down.") % {"who": who_of(event)}
    return _("%(who)s: there is enough of the medicine.") % {"who": who_of(event)}


def _rules_changed(event: Event) -> str:
    return _("%(who)s changed the rules of medicine from %(day)s on.") % {
        "who": who_of(event), "day": event.data["from_day"],
    }  # fmt: skip


def _applied(event: Event) -> str:
    said = {name: event.data.get(name, 0) for name in ("new", "changed", "known", "left_out")}
    return _(
        "%(who)s took over a sheet of drugs: %(new)s new, %(changed)s changed, %(known)s known, %(left_out)s left out."
    ) % {"who": who_of(event), **said}
