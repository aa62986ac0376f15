"""What the browser asks for beside pages: its language, the service worker, the manifest, a sign of life."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Account


def set_language(request: HttpRequest) -> HttpResponse:
    """GET offers the languages; POST takes one, for this browser and for the account, wherever it signs in next."""
    if request.method != "POST":
        return render(request, "base/language.html", {"languages": settings.LANGUAGES})
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if safe else "home")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        actor = getattr(request, "actor", None)
        if actor and actor.account:
            Account.objects.filter(pk=actor.account.pk).update(language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax",
            secure=settings.PRODUCTION, httponly=True,
        )  # fmt: skip
    return response


def service_worker(_request: HttpRequest) -> HttpResponse:
    """Served from the root, so that it may answer for every page; asked for anew each time."""
    return HttpResponse(
        _worker(), content_type="text/javascript; charset=utf-8",
        headers={"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"},
    )  # fmt: skip


def _worker() -> bytes:
    found = finders.find("desk/sw.js")
    if not found:
        raise Http404
    return Path(str(found)).read_bytes()


def web_manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the desk on its first screen."""
    manifest = {
        "id": "/",
        "name": "守望 Shouwang",
        "short_name": "守望",
        "description": _("The care desk of a neighbourhood"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#fffdf9",
        "icons": [
            {"src": static("desk/seal.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": static("desk/seal-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("desk/seal-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": static("desk/seal-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    body = json.dumps(manifest, ensure_ascii=False)
    return HttpResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where it has kept nothing."""
    return render(request, "base/offline.html")


def health(_request: HttpRequest) -> HttpResponse:
    """Whether the desk answers and its database, too; tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"well": True})
