"""What to call a device, so that somebody recognises theirs in a list."""

from django.utils.translation import gettext as _

SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Mi"), ("Edg", "Edge"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def name_of_device(user_agent: str) -> str:
    """ "Android, WeChat" from the line browsers send of themselves; only a help for the memory, proves nothing."""
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    return ", ".join(part for part in (system, browser) if part) or _("a device")
