"""Chat robots, ntfy, e-mail and webhooks, as apprise speaks to them; whether they took it, we see ourselves.

apprise's plugins ask `requests` and `smtplib` and keep the answer to themselves: they say True to any HTTP 200. Each
plugin that is used here gets our way out instead, once, when it is first imported; what it heard is kept beside it.
"""

import logging
import smtplib
from contextvars import ContextVar
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import requests

from shouwang.desk.messages.models import Kind
from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending import outside
from shouwang.desk.messages.sending.believing import BELIEVE
from shouwang.desk.messages.sending.outcome import DELIVERED, NAME, Outcome, Telling, Undelivered

log = logging.getLogger(__name__)

PLUGINS: dict[Kind, tuple[str, str]] = {
    Kind.WECOM: ("wecombot", "NotifyWeComBot"),
    Kind.DINGTALK: ("dingtalk", "NotifyDingTalk"),
    Kind.FEISHU: ("feishu", "NotifyFeishu"),
    Kind.NTFY: ("ntfy", "NotifyNtfy"),
    Kind.WEBHOOK: ("custom_json", "NotifyJSON"),
    Kind.MAIL: ("email.base", "NotifyEmail"),
}
SETTINGS: dict[Kind, frozenset[str]] = {
    Kind.NTFY: frozenset({"priority", "token", "auth", "mode"}),
    Kind.MAIL: frozenset({"to", "from", "name", "smtp"}),
}
"""What may stand behind the question mark of an address; `verify=no`, other people's keys and the like may not."""

TITLED = frozenset({Kind.NTFY, Kind.MAIL, Kind.WEBHOOK})
_heard: ContextVar[list[outside.Answer | Outcome]] = ContextVar("heard")


class _Web:
    """In the place of `requests`: the same names, our way out, and an ear."""

    def request(self, method: str, url: str, **options: Any) -> outside.Answer:
        kept = {name: options[name] for name in ("data", "params", "headers", "auth") if options.get(name)}
        try:
            answer = outside.ask(method, url, **kept)
        except Undelivered as problem:
            _heard.get().append(problem.outcome)
            raise requests.RequestException from problem
        _heard.get().append(answer)
        return answer

    def post(self, url: str, **options: Any) -> outside.Answer:
        return self.request("POST", url, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)


class _Smtp(smtplib.SMTP):
    def _get_socket(self, *args: Any) -> Any:
        return outside.check_peer(super()._get_socket(*args))  # type: ignore[misc]


class _SmtpSecure(smtplib.SMTP_SSL):
    def _get_socket(self, *args: Any) -> Any:
        return outside.check_peer(super()._get_socket(*args))  # type: ignore[misc]


class _Mail:
    """In the place of `smtplib`."""

    def __getattr__(self, name: str) -> Any:
        return {"SMTP": _hearing(_Smtp), "SMTP_SSL": _hearing(_SmtpSecure)}.get(name) or getattr(smtplib, name)


def _hearing(connection: type[smtplib.SMTP]) -> type[smtplib.SMTP]:
    """`connection`, which tells us what went wrong before apprise makes a plain False of it."""

    class Hearing(connection):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:
            self._hear(super().__init__, *args, **options)

        def login(self, *args: Any, **options: Any) -> Any:
            return self._hear(super().login, *args, **options)

        def sendmail(self, *args: Any, **options: Any) -> Any:
            refused = self._hear(super().sendmail, *args, **options)
            if refused:
                _heard.get().append(Outcome(Problem.REFUSED))
            return refused

        @staticmethod
        def _hear(ask: Any, *args: Any, **options: Any) -> Any:
            try:
                return ask(*args, **options)
            except Undelivered as problem:
                _heard.get().append(problem.outcome)
                raise smtplib.SMTPException from problem
            except (OSError, smtplib.SMTPException) as problem:
                _heard.get().append(_of_mail(problem))
                raise

    return Hearing


def _of_mail(problem: Exception) -> Outcome:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return Outcome(Problem.ADDRESS)
    if isinstance(problem, smtplib.SMTPResponseException):
        code = problem.smtp_code
        return Outcome(Problem.REFUSED if code >= 500 else Problem.BUSY, f"SMTP {code}")
    if isinstance(problem, TimeoutError):
        return Outcome(Problem.SILENT)
    return Outcome(Problem.UNREACHABLE)


@lru_cache
def plugin_of(kind: Kind) -> Any:
    """apprise's class for `kind`, speaking through our way out."""
    name, of = PLUGINS[kind]
    module: Any = import_module(f"apprise.plugins.{name}")
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would quote addresses
    if kind == Kind.MAIL:
        import_module("apprise.plugins.email.smtp").smtplib = _Mail()  # type: ignore[attr-defined]
    else:
        module.requests = _Web()
    return getattr(module, of)


def send(kind: Kind, address: str, telling: Telling) -> Outcome:
    """Say `telling.text` through apprise; believed is what the service itself answered."""
    heard: list[outside.Answer | Outcome] = []
    token = _heard.set(heard)
    try:
        has_sent = _speak(kind, address, telling)
    except Exception as problem:  # its words may quote the address: only its kind is kept
        log.warning("a message could not go out: %s", type(problem).__name__)
        return Outcome(Problem.UNCLEAR)
    finally:
        _heard.reset(token)
    return _believed(kind, heard, has_sent=has_sent)


def _speak(kind: Kind, address: str, telling: Telling) -> bool:
    from apprise import AppriseAsset

    plugin_class = plugin_of(kind)
    parsed = plugin_class.parse_url(only_known_settings(kind, address))
    if not parsed:
        raise Undelivered(Problem.ADDRESS)
    asset = AppriseAsset(app_id="Shouwang", app_desc=NAME, http_redirects=False, secure_logging=True)
    plugin = plugin_class(asset=asset, **(parsed | {"verify": True}))
    plugin.socket_connect_timeout = outside.READ
    return bool(plugin.send(body=telling.text, title=NAME if kind in TITLED else ""))


def only_known_settings(kind: Kind, address: str) -> str:
    """`address` without what may not stand in it; header fields of a webhook ("+Authorization=…") may."""
    parts = urlsplit(address)
    known = SETTINGS.get(kind, frozenset())
    kept = []
    for one in parts.query.split("&"):
        name = unquote(one.partition("=")[0])
        if name in known or (kind == Kind.WEBHOOK and name.startswith("+")):
            kept.append(one)
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def _believed(kind: Kind, heard: list[outside.Answer | Outcome], *, has_sent: bool) -> Outcome:
    """All that was heard must be good: one message may need several requests."""
    for one in heard:
        outcome = BELIEVE[kind](one) if isinstance(one, outside.Answer) else one
        if not outcome.is_delivered:
            return outcome
    if not has_sent or (kind != Kind.MAIL and not heard):
        return Outcome(Problem.UNCLEAR)
    return DELIVERED
