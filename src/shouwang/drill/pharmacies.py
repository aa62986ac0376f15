"""Where Banyan Court buys its medicine: invented places, their hours, and what they take."""

from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.partners.actions.directory import add_partner
from shouwang.desk.partners.models import Partner, PartnerKind

DAILY, ALWAYS, WEEKDAYS = ("08:00", "20:30"), ("00:00", "24:00"), ("08:00", "17:00")
P = PartnerKind

PLACES = (
    (P.PHARMACY, "河边药房", "河沿路 3 号", 6, [[DAILY]] * 7, True, True),
    (P.PHARMACY, "南门药店", "南门街 18 号", 9, [[DAILY]] * 7, True, False),
    (P.PHARMACY, "长明大药房", "长明路 201 号，医院对面", 22, [[ALWAYS]] * 7, True, True),
    (P.PHARMACY, "平价药店", "菜场北侧", 4, [[("09:00", "18:00")]] * 7, False, False),
    (P.CLINIC, "榕树社区卫生服务站", "榕树路 1 号", 3, [[WEEKDAYS]] * 5 + [[]] * 2, True, True),
    (P.HOSPITAL, "区中心医院（门诊药房）", "中心大道 88 号", 25, [[WEEKDAYS]] * 7, True, True),
    (P.SUPPLIER, "四海医药批发", "物流园 7 栋", 35, [[WEEKDAYS]] * 5 + [[]] * 2, False, True),
    (P.SITE, "体育馆集中点", "体育馆路", 12, [[ALWAYS]] * 7, False, False),
)  # fmt: skip
"""Kind, name, address, minutes by car, hours from Monday, takes insurance cards, has a fridge for medicine."""


def open_directory(by: Actor, at: datetime) -> list[Partner]:
    """The places as the desk entered them."""
    return [
        add_partner(
            kind=kind,
            name=name,
            place=place,
            minutes=minutes,
            hours=[[list(span) for span in day] for day in hours],
            takes_insurance=takes_insurance,
            keeps_cold=keeps_cold,
            phone=f"1300000{9000 + number}",
            by=by,
            at=at,
        )
        for number, (kind, name, place, minutes, hours, takes_insurance, keeps_cold) in enumerate(PLACES, 1)
    ]
