"""What is sent to the ledger's pages, read into values."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.roles import Role
from shouwang.desk.ledger.actions.cash import OF_HOUSEHOLDS, Way
from shouwang.desk.ledger.actions.transfers import LONGEST_WORDS
from shouwang.desk.people.forms import DoorChoiceForm
from shouwang.desk.people.models import Household

CARRIERS = (Role.HELPER, Role.GRID_LEAD, Role.COORDINATOR)
MOST_YUAN = 1_000_000


class YuanField(forms.DecimalField):
    """Yuan with two places, as fen."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "autocomplete": "off"})
        super().__init__(max_value=MOST_YUAN, decimal_places=2, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)


class WordsForm(forms.Form):
    """Words alone; whether there must be some is the use-case's to say."""

    words = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CashForm(forms.Form):
    """Cash comes to the desk, or leaves it."""

    way = forms.ChoiceField(label=gettext_lazy("What happens"), choices=Way.choices)
    yuan = YuanField(label=gettext_lazy("Yuan"), min_value=0.01)
    account = forms.ChoiceField(label=gettext_lazy("Helper, or whose own money"), required=False)
    door = forms.CharField(
        label=gettext_lazy("Door, where it is a household's"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    words = forms.CharField(label=gettext_lazy("In a few words"), max_length=LONGEST_WORDS, required=False)

    def __init__(self, *args: Any, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        self.household: Household | None = None
        members = Membership.objects.live().filter(community=by.community, role__in=CARRIERS)
        self.accounts: dict[str, Account] = {
            str(one.account_id): one.account for one in members.select_related("account").order_by("account__name")
        }
        choices = [("", "—"), *((pk, account.name) for pk, account in self.accounts.items())]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("way") in OF_HOUSEHOLDS and said.get("door"):
            self.household = self._behind(said["door"])
        return said

    def _behind(self, written: str) -> Household | None:
        chosen = DoorChoiceForm({"door": written}, by=self.by)
        if not chosen.is_valid():
            self.add_error("door", chosen.errors["door"])
            return None
        living = Household.objects.visible_to(self.by).living_here().filter(door=chosen.cleaned_data["door"])
        found = list(living.select_related("community", "door")[:2])
        if len(found) != 1:
            self.add_error("door", _("Not exactly one household lives there. Open the household's page first."))
            return None
        return found[0]

    def account_named(self) -> Account | None:
        return self.accounts.get(self.cleaned_data["account"])


class CountForm(WordsForm):
    """What is in the till."""

    field_order = ("day", "yuan", "words")
    day = forms.DateField(widget=forms.HiddenInput)
    yuan = YuanField(label=gettext_lazy("Counted, in yuan"), min_value=0)


class ThingForm(WordsForm):
    """What became of a thing."""

    WAYS = (("home", gettext_lazy("back with its household")), ("desk", gettext_lazy("at the desk")),
            ("lost", gettext_lazy("lost or spoiled")), ("found", gettext_lazy("found again")))  # fmt: skip
    way = forms.ChoiceField(choices=WAYS)
