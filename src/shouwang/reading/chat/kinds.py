"""What kind of list a chain is: told by its title first, by its lines where the title is silent."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module

from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.setting import Setting
from shouwang.reading.goods import Catalogue, Good
from shouwang.reading.regex import regex
from shouwang.reading.text import even_out

KINDS = ("goods_order", "medicine", "vehicle", "gas_card", "headcount", "transfer_list", "welfare", "shift")
_NAMES = {
    "service": "gas_card",
    "gas": "gas_card",
    "goods": "goods_order",
    "shifts": "shift",
    "transfer": "transfer_list",
    "ride": "vehicle",
    "head_count": "headcount",
    "welfare_calls": "welfare",
    "shift_signup": "shift",
}
_TITLES = tuple(
    (kind, regex(words, needs=needs))
    for kind, needs, words in (
        ("transfer_list", "交出姓转", r"出舱|出院名单|转运|交接名单|出舱号|姓名\s+性别\s+年龄"),
        ("gas_card", "充圈天气燃", r"燃气|圈存|气卡|天然气|充气"),
        ("vehicle", "乘出叫就接用车", r"用车|车队|就医车|接送|出车|叫车|乘车"),
        (
            "shift",
            "值守志排班站轮",
            r"排班|值班|值守|班次|轮班|志愿者.{0,6}(?:报名|接龙|招募|登记)|站岗|守门|(?:早|中|晚)班",
        ),
        ("welfare", "关探独电走", r"电话反馈|电话关怀|电话回访|关怀电话|探访反馈|走访反馈|独居老人.{0,6}(?:反馈|联系)"),
        (
            "headcount",
            "人体健在居抗核",
            r"体温|在家人数|居家人数|人数统计|抗原|核酸.{0,6}(?:登记|接龙|统计|结果)|健康(?:打卡|上报|登记)",
        ),
        ("medicine", "买代用药购送配", r"药单|买药|购药|代购药|药品|药名|配药|送药|用药"),
        ("goods_order", "份元团斤水蔬", r"团|蔬菜|水果|[元斤份]"),
    )
)
_MEDICINE = regex(r"(?<![山芍火农])药(?!材|膳|妆|皂|芹|店)", needs="药")  # in a title, not in the rules below it
_LINES = tuple(
    (kind, regex(words, needs=needs))
    for kind, needs, words in (
        ("transfer_list", "女男", r"[男女]\s*\d{1,3}岁?\s+[A-Z]-?\d{3,5}"),
        ("welfare", "停关接敲无没空", r"没接|接了|关机|空号|无人接听|敲门没应|停机"),
        ("headcount", "3体都阴", r"(?<!\d)3[5-9][.℃]\d|体温|都正常|阴性"),
        ("vehicle", "产化医轮透", r"医院|透析|化疗|产检|轮椅"),
        ("medicine", "m医片胰胶", r"\d(?:\.\d+)?mg|胰岛素|[一-龥]{2,}(?:片|胶囊)\s*\d|医保卡"),
        (
            "shift",
            "周星期点班",
            r"[周星期][一二三四五六日天](?:上午|下午|晚|早)|(?:早|中|晚)班|\d{1,2}\s*点?\s*[-到至]\s*\d{1,2}\s*点",
        ),
    )
)


def recognise_kind(header: Sequence[str], drafts: Sequence[Draft], setting: Setting) -> str:
    """The kind of a chain. A kind in the context is an order; the desk may correct what is guessed."""
    forced = _NAMES.get(setting.kind or "", setting.kind)
    if forced in KINDS:
        return str(forced)
    words = f"{setting.title}\n" + "\n".join(header)
    if _MEDICINE.search(even_out(f"{setting.title} {next((line for line in header if line.strip()), '')}")):
        words += " 买药"
    for kind, pattern in _TITLES:
        if pattern.search(words) and kind != "goods_order":
            return kind
    if setting.catalogue.goods or setting.catalogue.free:
        return "goods_order"
    if not drafts:
        return "goods_order"
    for kind, pattern in _LINES:
        if sum(bool(pattern.search(d.text)) for d in drafts) * 2 > len(drafts):
            return kind
    return "goods_order"


Reader = Callable[[Draft, Setting], None]
Resolver = Callable[[list[Draft], Setting], None]
_MODULES = {
    "goods_order": ("order", "read_order", "resolve", "resolve_orders"),
    "medicine": ("medicine", "read_medicine", "resolve", "resolve_orders"),
    "vehicle": ("vehicle", "read_vehicle", "resolve_plain", "resolve_rides"),
    "gas_card": ("gascard", "read_gas_card", "resolve", "resolve_orders"),
    "headcount": ("headcount", "read_headcount", "resolve", "resolve_orders"),
    "transfer_list": ("transfer", "read_transfer", "transfer", "resolve_transfer"),
    "welfare": ("welfare", "read_welfare", "welfare", "resolve_welfare"),
    "shift": ("shifts", "read_shift", "resolve_plain", "resolve_shifts"),
}
_DEFAULTS = {"gas_card": Good("燃气圈存", "元"), "headcount": Good("人", "人")}


def readers_of(kind: str) -> tuple[Reader, Resolver]:
    """How a line of this kind is read, and how its lines are resolved; loaded when first needed."""
    module, reader, other, resolver = _MODULES[kind]
    return (
        getattr(import_module(f"shouwang.reading.chat.{module}"), reader),
        getattr(import_module(f"shouwang.reading.chat.{other}"), resolver),
    )


def frame_for(kind: str, setting: Setting) -> Setting:
    """The setting without goods a title may have seemed to name, where the kind has none."""
    if kind == "goods_order":
        return setting
    default = _DEFAULTS.get(kind)
    return replace(
        setting,
        catalogue=Catalogue((default,) if default else ()),
        limit=None,
        minimum=None,
        fee=None,
        posts=kind != "shift",
    )
