"""The gate's rules in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community, Mode
from shouwang.desk.gate.bridge import ALWAYS, State
from shouwang.desk.gate.exits import EXIT, WAS
from shouwang.desk.gate.models import Gate, Reason, RuleProposal
from shouwang.desk.gate.rules import Held, Part, changed_by, changes_of, held_among
from shouwang.desk.gate.words import guests_in_words, limit_in_words, state_label


@dataclass(frozen=True, slots=True)
class StateLine:
    """What holds for households of one state, and for those who come to them. `is_new`: it is proposed."""

    label: str
    words: str
    guests: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What holds in one mode: for those of whom nothing else is asked, then for the others."""

    mode: str
    label: str | Promise
    states: list[StateLine]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Dated:
    day: date
    lines: list[Line]
    rest: list[str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A proposed rule in one language: what is new, and what stays."""

    language: str
    mode: str
    states: list[StateLine]
    rest: list[str]

    @property
    def new(self) -> list[StateLine]:
        return [one for one in self.states if one.is_new]

    @property
    def same(self) -> list[StateLine]:
        return [one for one in self.states if not one.is_new]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as it waits, in every language of the desk, the reader's first. `may_accept`: another made it.
    `later`: what of it a rule of a later day, which stands already, says otherwise."""

    proposal: RuleProposal
    label: str | Promise
    spoken: list[Spoken]
    may_accept: bool
    later: list[str]


NAMES = {
    "visit": gettext_lazy("after how many refusals somebody visits"),
    "exempt": gettext_lazy("which further reasons are always let through"),
    "passes_since": gettext_lazy("from when on passes count"),
}


@dataclass(frozen=True, slots=True)
class ExitWaiting:
    """Another open exit, as it waits; `gate` None: all of them. `holds`: it does already, and is to be confirmed."""

    proposal: RuleProposal
    label: str | Promise
    gate: Gate | None
    holds: bool
    may_accept: bool


def exits_waiting(proposals: Sequence[RuleProposal], by: Actor) -> list[ExitWaiting]:
    """One query; none where `proposals` are none."""
    named = [one.value[EXIT] for one in proposals if one.value[EXIT]]
    gates = {str(gate.pk): gate for gate in Gate.objects.filter(community=by.community, pk__in=named)} if named else {}
    return [
        ExitWaiting(
            one, Mode(one.mode).label, gates.get(str(one.value[EXIT])), WAS in one.value, _may_accept(one, by)
        )
        for one in proposals
    ]  # fmt: skip


def _may_accept(proposal: RuleProposal, by: Actor) -> bool:
    return by.account is not None and by.account.pk != proposal.proposed_by_id


def lines_of(held: Held, community: Community) -> list[Line]:
    """Every mode, the present one first."""
    lines = [Line(one.value, one.label, _states(held, one), one == community.mode) for one in Mode]
    return sorted(lines, key=lambda line: not line.is_now)


def rest_of(held: Held) -> list[str]:
    """What holds in every mode."""
    said = [_("Who was turned back %(after)s times in %(within)s days is visited.")
            % {"after": held.after, "within": held.within}]  # fmt: skip
    if held.rule.exempt:
        said.append(_("Always let through besides: %(reasons)s.") % {"reasons": _reasons(held.rule.exempt)})
    if since := held.rule.passes_since:
        said.append(_("Passes count that were issued from %(day)s on.") % {"day": since.isoformat()})
    return said


def news_of(before: Held, after: Held, mode: str) -> list[str]:
    """What `after` says otherwise in `mode`, a sentence each."""
    pairs = zip(_states(before, Mode(mode)), _states(after, Mode(mode)), strict=True)
    said = [(now, now.words != was.words) for was, now in pairs if now != was]
    known = rest_of(before)
    return [
        *(f"{now.label}: {now.words if is_theirs else now.guests}" for now, is_theirs in said),
        *(sentence for sentence in rest_of(after) if sentence not in known),
    ]


def waiting_in_words(proposal: RuleProposal, dated: Sequence[tuple[date, Held]], by: Actor, reads: str) -> Waiting:
    """`proposal` as the whole rule that it would make where `dated` stand; `reads`: the language that comes first."""
    before = held_among(dated, proposal.from_day)
    after = changed_by(before, proposal.mode, proposal.value)
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != reads)
    return Waiting(
        proposal, Mode(proposal.mode).label, [_spoken(before, after, Mode(proposal.mode), code) for code in codes],
        _may_accept(proposal, by),
        _later(proposal.from_day, before, after, dated),
    )  # fmt: skip


def _later(from_day: date, before: Held, after: Held, dated: Sequence[tuple[date, Held]]) -> list[str]:
    """A sentence of each later rule that changes what `after` changes: it was decided apart, and holds from its day."""
    ours, said = set(changes_of(before, after)), []
    for day, held in dated:
        if day > from_day:
            if same := [part for part in changes_of(before, held) if part in ours]:
                told = {"day": date_format(day, _("j M Y")), "what": _("; ").join(_named(part) for part in same)}
                said.append(_("From %(day)s on another rule that was agreed to before holds for: %(what)s.") % told)
                ours -= set(same)
            before = held
    return said


def _named(part: Part) -> str:
    if part[0] == "limit":
        return f"{Mode(part[1]).label}: {state_label(part[2])}"
    return str(NAMES[part[0]])


def _spoken(before: Held, after: Held, mode: Mode, language: str) -> Spoken:
    with override(language):
        old, new = _states(before, mode), _states(after, mode)
        states = [
            StateLine(now.label, now.words, now.guests, is_new=now != was) for was, now in zip(old, new, strict=True)
        ]
        return Spoken(language, str(mode.label), states, rest_of(after))


def _states(held: Held, mode: str) -> list[StateLine]:
    limits = [(state, held.rule.limit(mode, state)) for state in State]
    return [
        StateLine(state_label(one), " · ".join(limit_in_words(limit)), guests_in_words(limit)) for one, limit in limits
    ]


def _reasons(codes: Iterable[str]) -> str:
    return _(", ").join(str(one.label) for one in Reason if one.value in codes and one.value not in ALWAYS)
