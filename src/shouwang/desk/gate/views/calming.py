"""The words that calm, written by the coordinator in each language."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request
from shouwang.desk.base.policy import may
from shouwang.desk.base.refusals import Refused
from shouwang.desk.gate.actions.calming import change_calming
from shouwang.desk.gate.calming import LONGEST, NAMES, PLAIN, stored_on, text_of
from shouwang.desk.gate.models import Reason


@dataclass(frozen=True, slots=True)
class Words:
    """What is said for one reason or one answer. `is_own`: the community wrote it itself."""

    code: str
    label: str
    text: str
    plain: str
    is_own: bool


def calming(request: Request) -> HttpResponse:
    """`?language=`, else the reader's. POST: from today on these are said."""
    by, at = request.actor, timezone.now()
    language = request.GET.get("language") or get_language() or ""
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {code: request.POST[code] for code in PLAIN if code in request.POST}
        try:
            count = change_calming(texts=typed, language=language, by=by, at=at)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            said = ngettext("%(n)s text is said from now on.", "%(n)s texts are said from now on.", count)
            messages.success(request, said % {"n": count} if count else _("Nothing was changed."))
            return redirect(f"{reverse('gate:calming')}?language={language}")
    stored = stored_on(by.community, at)
    with override(language):  # the texts, not the page, are in the language that is written
        own = {code: (text_of(stored, code, language), str(PLAIN[code])) for code in PLAIN}
    found = [
        Words(str(code), _label(code), typed.get(code, text), plain, text != plain)
        for code, (text, plain) in own.items()
    ]  # fmt: skip
    page = {
        "reasons": [one for one in found if one.code in Reason.values], "longest": LONGEST, "language": language,
        "answers": [one for one in found if one.code not in Reason.values], "languages": settings.LANGUAGES,
        "may_write": may("gate:calming", "POST", by.role),
    }  # fmt: skip
    return render(request, "gate/calming.html", page, status=422 if typed else 200)


def _label(code: str) -> str:
    return str(Reason(code).label if code in Reason.values else NAMES[code])
