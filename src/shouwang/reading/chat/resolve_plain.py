"""Changes and repetitions in chains that count no goods: rides, shifts."""

from shouwang.reading.chat.model import ACTIVE, CANCELLED, DUPLICATE, REVIEW, Draft
from shouwang.reading.chat.resolve import check_deadline, locate_speaker
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.targets import Ledger
from shouwang.reading.regex import regex

_NAMES_A_DAY = regex(r"(?:周|星期|礼拜)[一二三四五六日天]|[今明后][天日]|\d{1,2}(?:[日号](?!楼|院|线)|月|\.\d)")


def resolve_rides(drafts: list[Draft], setting: Setting) -> None:
    """A ride needs a door; the same ride again is asked or a duplicate; cancellations end one ride."""
    _resolve(drafts, setting, detail="vehicle", needs_door=True)


def resolve_shifts(drafts: list[Draft], setting: Setting) -> None:
    """A shift needs a person, not a door."""
    _resolve(drafts, setting, detail="shifts", needs_door=False)


def _resolve(drafts: list[Draft], setting: Setting, *, detail: str, needs_door: bool) -> None:
    ledger = Ledger()
    for draft in drafts:
        locate_speaker(draft, ledger)
        check_deadline(draft, setting)
        if draft.wish == "cancel":
            _cancel(draft, ledger)
        elif draft.wish is not None:
            draft.type, draft.op = "event", "unknown"
            draft.ask("unclear_instruction", draft.text[:40])
        else:
            _check(draft, ledger, detail, needs_door=needs_door)
        ledger.add(draft)


def _check(draft: Draft, ledger: Ledger, detail: str, *, needs_door: bool) -> None:
    if needs_door or (draft.addr is not None and draft.addr.problem):
        if draft.addr is None:
            draft.ask("address_missing")
        elif draft.addr.problem or not draft.addr.is_complete:
            draft.ask(draft.addr.problem or "room_missing", draft.addr.text)
    for other in ledger.same_writer(draft):
        if other.status in (ACTIVE, REVIEW) and other.details.get(detail) == draft.details.get(detail):
            draft.status = DUPLICATE
            draft.reviews = []
            return
    if needs_door and any(d.status in (ACTIVE, REVIEW) for d in ledger.near(draft)):
        draft.ask("same_household_same_item")


def _is_part(draft: Draft, target: Draft, only: list[dict[str, str | None]]) -> bool:
    """Whether a cancellation names some day of several: 周四不去了 of 每周二四六."""
    ride = target.details.get("vehicle") or {}
    if ride.get("recurring"):
        return _NAMES_A_DAY.search(draft.text) is not None
    shifts = target.details.get("shifts") or []
    named = [s for s in shifts if any(o["day"] in (None, s["day"]) and o["slot"] in (None, s["slot"]) for o in only)]
    return bool(only) and len(named) < max(len(shifts), 1)


def _cancel(draft: Draft, ledger: Ledger) -> None:
    targets = ledger.targets_of(draft)
    draft.reviews = [r for r in draft.reviews if r.code in ("late", "text_damaged")]
    only = draft.details.pop("only", [])
    if len(targets) == 1 and _is_part(draft, targets[0], only):
        draft.ask("part_cancelled", draft.text[:40])
    if len(targets) == 1:
        draft.type, draft.op, draft.target_line = "event", "cancel", targets[0].line
        if not draft.reviews:
            draft.status = CANCELLED
            targets[0].status, targets[0].cancelled_by_line, targets[0].reviews = CANCELLED, draft.line, []
    elif not targets and draft.addr is not None and draft.addr.is_complete:
        draft.status = CANCELLED
    else:
        draft.type, draft.op = "event", "cancel"
        draft.ask("target_ambiguous" if targets else "target_unknown")
