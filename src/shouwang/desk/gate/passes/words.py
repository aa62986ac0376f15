"""What is said of a pass at the barrier: a verdict in plain words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from shouwang.desk.gate.passes.bridge import Verdict

HEADLINES: Mapping[str, Promise] = {
    Verdict.VALID: gettext_lazy("The pass is good"), Verdict.USED_UP: gettext_lazy("Used up"),
    Verdict.EXPIRED: gettext_lazy("Expired"), Verdict.NOT_YET: gettext_lazy("Not yet good"),
    Verdict.REVOKED: gettext_lazy("Revoked"), Verdict.WRONG_GATE: gettext_lazy("Another gate"),
    Verdict.FORGED: gettext_lazy("Not a true pass"), Verdict.UNKNOWN_KEY: gettext_lazy("Key not known here"),
    Verdict.UNKNOWN_VERSION: gettext_lazy("A newer kind of pass"), Verdict.DAMAGED: gettext_lazy("Not read whole"),
    Verdict.ELSEWHERE: gettext_lazy("Of another community"), Verdict.STALE: gettext_lazy("Digits are old"),
}  # fmt: skip

SAID: Mapping[str, Promise] = {
    Verdict.VALID: gettext_lazy("The desk issued it, and it holds now."),
    Verdict.USED_UP: gettext_lazy("It was used as often as it may be. The desk can issue another."),
    Verdict.EXPIRED: gettext_lazy("Its time is over. The desk can issue another."),
    Verdict.NOT_YET: gettext_lazy("Its time begins later."),
    Verdict.REVOKED: gettext_lazy("The desk took it back. Whoever shows it may not know: ask the desk."),
    Verdict.WRONG_GATE: gettext_lazy("It is good at %(gates)s. Show the way there."),
    Verdict.FORGED: gettext_lazy("It was not signed by the desk. Keep calm, accuse nobody, and ask a senior."),
    Verdict.UNKNOWN_KEY: gettext_lazy(
        "This device does not know the key. Its lists may be old: renew them, or ask the desk."
    ),
    Verdict.UNKNOWN_VERSION: gettext_lazy("This device is too old for it. Ask the desk."),
    Verdict.DAMAGED: gettext_lazy("Scan it again, flat and in good light; or go by the door."),
    Verdict.ELSEWHERE: gettext_lazy("It is a true pass, and not for this community."),
    Verdict.STALE: gettext_lazy(
        "It may be a picture of a screen. Ask to see the page itself, opened anew; or a clock is wrong."
    ),
}


def words_for_gate() -> dict[str, dict[str, Any]]:
    """Every verdict in the language that is active."""
    return {
        str(verdict): {
            "headline": str(HEADLINES[verdict]), "said": str(SAID[verdict]), "is_good": verdict == Verdict.VALID,
        }
        for verdict in Verdict
    }  # fmt: skip
