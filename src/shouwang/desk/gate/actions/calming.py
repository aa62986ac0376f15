"""The words that calm are the coordinator's: dated, in each language, and the plain ones where nothing is said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.calming import CALMING, LONGEST, PLAIN, stored_on


class TooLong(Refused):
    """Nobody listens so long; the sentence says how long it may be."""


@use_case
def change_calming(*, texts: Mapping[str, str], language: str, by: Actor, at: datetime) -> int:
    """From today on `texts` (code → sentences, one a line) are said in `language`; codes that are left out stay as they
    are. A text like the plain one is the plain one again. Returns how many are others now. Raises TooLong."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"no language of the desk: {language}")
    stored: dict[str, Any] = {code: dict(told) for code, told in stored_on(by.community, at).items()}
    changed = []
    for code in PLAIN:
        if code in texts and _say(stored, str(code), language, _tidy(texts[code])):
            changed.append(str(code))
    if changed:
        value = {code: told for code, told in stored.items() if told}
        Rule.objects.update_or_create(
            community=by.community, name=CALMING, from_day=by.community.today(at), defaults={"value": value}
        )
        record("gate.calming_changed", by.community, by=by, at=at, codes=changed, language=language)
    return len(changed)


def _say(stored: dict[str, Any], code: str, language: str, text: str) -> bool:
    """Whether `text` is another than what is said now."""
    if len(text) > LONGEST:
        raise TooLong(_("Say it in at most %(n)s characters: nobody listens longer at a gate.") % {"n": LONGEST})
    with override(language):
        plain = str(PLAIN[code])
    own = stored.setdefault(code, {})
    before = own.get(language, plain)
    if text == plain:
        own.pop(language, None)
    else:
        own[language] = text
    return bool(before != text)


def _tidy(text: str) -> str:
    return "\n".join(line for line in (" ".join(one.split()) for one in text.splitlines()) if line)
