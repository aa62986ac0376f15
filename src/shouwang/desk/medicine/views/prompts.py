"""Who must be asked because something runs out, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.medicine.actions.prompts import Answer
from shouwang.desk.medicine.actions.prompts import answer_prompt as answer
from shouwang.desk.medicine.models import Prompt
from shouwang.desk.medicine.regimens.forms import AnswerForm
from shouwang.desk.medicine.regimens.prompting import Level, most_pressing

LEVELS = (
    (Level.ALERT, "alert", gettext_lazy("One day or less: act now")),
    (Level.CALL, "call", gettext_lazy("Three days or less: call them")),
    (Level.ASK, "ask", gettext_lazy("Five days or less: asked on their own page")),
)


def prompts(request: Request) -> HttpResponse:
    """What waits for an answer, the most pressing first, each with a telephone and what came of it."""
    waiting = Prompt.objects.visible_to(request.actor).waiting()
    rows = waiting.select_related("regimen__drug", "regimen__person__household__door", "need")
    asked = most_pressing(rows, timezone.now())
    groups = [(code, label, [one for one in asked if one.prompt.level == level]) for level, code, label in LEVELS]
    return render(request, "medicine/prompts.html", {"groups": groups, "count": len(asked)})


def answer_prompt(request: Request, pk: UUID) -> HttpResponse:
    """They need it, have so many left, or did not answer."""
    prompt = _prompt(request, pk)
    _answer(request, prompt, AnswerForm(request.POST))
    after = request.POST.get("next", "")
    return redirect(after if url_has_allowed_host_and_scheme(after, allowed_hosts=None) else "medicine:prompts")


def answer_mine(request: Request, pk: UUID) -> HttpResponse:
    """ "Yes, please bring it", from their own page."""
    _answer(request, _prompt(request, pk), AnswerForm({"answer": Answer.NEEDS}))
    return redirect("needs:my_page")


def _answer(request: Request, prompt: Prompt, form: AnswerForm) -> None:
    if not form.is_valid():
        messages.warning(request, _("Write a number: how many packs they need, or how many are left."))
        return
    with refusals_as_message(request):
        need = answer(prompt=prompt, by=request.actor, at=timezone.now(), **form.cleaned_data)
        if need:
            messages.success(request, _("Written down: it will be fetched."))
        elif form.cleaned_data["answer"] == Answer.NO_ANSWER:
            messages.success(request, _("Noted: no answer. It stays on the list."))
        else:
            messages.success(request, _("Noted. The desk asks again in time."))


def _prompt(request: Request, pk: UUID) -> Prompt:
    mine = Prompt.objects.visible_to(request.actor).select_related("regimen__drug", "regimen__person__household")
    return get_object_or_404(mine, pk=pk)
