"""What somebody pastes as an address, as one that can be told; and as little of it as a page needs to show."""

import json
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from shouwang.desk.base.refusals import Refused
from shouwang.desk.messages.models import Channel, Kind
from shouwang.desk.messages.sending.encrypting import from_text

LONGEST = 2000
TOKEN = r"(?P<token>[A-Za-z0-9_-]{6,200})"
ROBOTS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.WECOM, rf"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send/?\?key={TOKEN}", "wecombot://"),
    (Kind.DINGTALK, rf"https://oapi\.dingtalk\.com/robot/send/?\?access_token={TOKEN}", "dingtalk://"),
    (Kind.FEISHU, rf"https://open\.feishu\.cn/open-apis/bot/v2/hook/{TOKEN}/?", "feishu://"),
)
SCHEMES: dict[str, Kind] = {
    "wecombot": Kind.WECOM, "dingtalk": Kind.DINGTALK, "feishu": Kind.FEISHU, "ntfys": Kind.NTFY, "ntfy": Kind.NTFY,
    "mailtos": Kind.MAIL, "jsons": Kind.WEBHOOK,
}  # fmt: skip
IN_THE_HOUSE: dict[str, Kind] = {"mailto": Kind.MAIL, "json": Kind.WEBHOOK}
"""Without TLS: only where the installation allows its own network."""


class NotAnAddress(Refused):
    """Nothing that a message could be sent to."""


def read_address(text: str, secret: str = "") -> tuple[Kind, str]:
    """The kind and apprise's address of what was pasted: a robot's own web address, or one of apprise's.

    `secret` is what a DingTalk robot signs with ("SEC…"). Raises NotAnAddress.
    """
    text, secret = text.strip(), secret.strip()
    if len(text) > LONGEST or any(character.isspace() for character in text):
        raise NotAnAddress(_("An address is one long word. Copy it once more, whole."))
    for kind, pattern, scheme in ROBOTS:
        if found := re.fullmatch(pattern, text):
            if secret and not re.fullmatch(r"[A-Za-z0-9]{6,200}", secret):
                raise NotAnAddress(_("The secret has letters and digits only. Copy it once more, whole."))
            signed = f"{secret}@" if secret and kind == Kind.DINGTALK else ""
            return kind, f"{scheme}{signed}{found['token']}"
    return _with_scheme(text)


def _with_scheme(text: str) -> tuple[Kind, str]:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NotAnAddress(_("This is no address that the desk can send to.")) from None
    if not parts.scheme and "@" in text:
        raise NotAnAddress(_("For e-mail the desk must know the post office: mailtos://user:password@server?to=…"))
    if not parts.netloc:
        raise NotAnAddress(_("This is no address that the desk can send to."))
    if parts.scheme == "https":
        return Kind.WEBHOOK, "jsons" + text[len("https") :]
    kinds = SCHEMES | (IN_THE_HOUSE if settings.MESSAGES_PRIVATE else {})
    if parts.scheme not in kinds:
        raise NotAnAddress(_("The desk sends to WeCom, DingTalk, Feishu, ntfy, e-mail and https addresses only."))
    if parts.scheme == "ntfy" and parts.path.strip("/") and not settings.MESSAGES_PRIVATE:
        return Kind.NTFY, "ntfys" + text[len("ntfy") :]  # with a server of one's own: never without TLS
    return kinds[parts.scheme], text


def read_subscription(text: str) -> str:
    """A browser's push subscription, as little of it as is needed. Raises NotAnAddress."""
    try:
        given = json.loads(text)
        endpoint, keys = given["endpoint"], given["keys"]
        point, auth = from_text(keys["p256dh"]), from_text(keys["auth"])
        is_one = urlsplit(endpoint).scheme == "https" or settings.MESSAGES_PRIVATE
        if not (is_one and len(endpoint) <= LONGEST and len(point) == 65 and point[0] == 4 and len(auth) == 16):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotAnAddress(_("This browser gave no subscription that can be used.")) from None
    kept = {"endpoint": endpoint, "keys": {"p256dh": keys["p256dh"], "auth": keys["auth"]}}
    return json.dumps(kept, sort_keys=True)


def masked(channel: Channel) -> str:
    """Enough to know which one it is, too little to use it."""
    address = channel.address
    if not address:
        return ""
    if channel.kind == Kind.PUSH:
        return urlsplit(json.loads(address)["endpoint"]).hostname or ""
    parts = urlsplit(address)
    if channel.kind in {Kind.WECOM, Kind.DINGTALK, Kind.FEISHU}:
        return f"…{parts.netloc.rpartition('@')[2][-4:]}"
    if channel.kind == Kind.MAIL:
        to = re.search(r"[?&]to=([^&]+)", address)
        name, at, host = (to[1] if to else f"{parts.username}@{parts.hostname}").partition("@")
        return f"{name[:1]}…{at}{host}"
    host = parts.hostname or ""
    return f"{host[:2]}…" if channel.kind == Kind.NTFY and not parts.path.strip("/") else f"{host}/…"
