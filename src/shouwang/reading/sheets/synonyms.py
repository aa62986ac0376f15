"""How the columns of the field's sheets are called, by kind of sheet.

Compared after `tidy`: no spaces, line breaks, brackets, stars or question marks, simplified writing.
"""

from __future__ import annotations

import re
from functools import cache

from shouwang.reading.characters import fold, simplify

KINDS = ("ledger", "medicine", "gate", "health", "groupbuy", "vehicle", "transfer", "roster")

_TABLE = """
common
 seq 序号 序 编号 No NO. 号 顺序 #
 name 姓名 名字 居民姓名 业主姓名 住户 称呼 联系人 住户姓名 人员姓名 居民 申请人 下单人 订购人 收货人 name
 phone 联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 号码 联系手机 本人电话 tel phone mobile
 phone2 备用电话 其他电话 电话2 手机2 联系电话2 家庭电话 固定电话 座机 第二联系电话 备用联系电话
 phone_tail 手机尾号 电话尾号 后四位
 id_no 身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码 公民身份证号码 身份证件号码
 address 住址 地址 门牌 门牌号 楼栋门牌 楼栋单元房号 家庭住址 现住址 详细地址 楼号房号 房屋 楼栋房号 居住地址
 address 楼栋号房号 楼号门牌 收货地址 送货地址 楼栋单元号 小区楼栋 address
 building 楼栋 楼号 栋 幢 号楼 楼栋号 座 门栋 楼 栋号 幢号 building
 unit 单元 单元号 门洞 门 unit
 room 房号 室 室号 房间号 户号 房间 房门号 门牌 room
 date 日期 登记日期 填报日期 时间 登记时间
 remark 备注 说明 其他 特殊情况 备注忌口 备考 附注 remark note
 FORBIDDEN 密码 医保卡密码 支付密码 卡密码 社保卡密码 取款密码 PIN
ledger
 household_head 户主 户主姓名
 relation 与户主关系 关系 和户主关系
 sex 性别
 age 年龄 周岁
 born 出生日期 出生年月 生日 出生年月日
 resident 是否常住 常住 人户状态 在住/空挂 居住状态 是否在住 是否居住
 group 特殊人群 人员类别 人群分类 困难类型 重点人群 特殊群体 人员类型
 conditions 基础疾病 慢病 慢病及用药 病史 健康状况 慢性病 疾病 基础病
 medicines 用药 常用药 长期用药 用药情况 服用药物
 diet 忌口 饮食禁忌 饮食要求 饮食
 emergency 紧急联系人 紧急联系人及电话 监护人 子女电话 亲属电话 家属电话 紧急联系电话
 grid 网格 网格号 所属网格
 grid_worker 网格员 包保人 联系人(包户) 包户干部
 checked 排查日期 走访日期 更新日期 核查日期 入户日期
 household_size 家庭人口 人口数 家庭人数 户内人数
medicine
 drug 药品名称 药名 药品名称及规格 所需药品 药品 药物名称 药品及规格
 spec 规格 剂量 规格型号
 qty 数量 盒数 所需数量 购买数量 需求数量
 unit_of 单位
 maker 厂家 生产厂家 品牌
 disease 病种 重症/慢病 疾病类型 病种重症/慢病
 days_left 剩余天数 还能吃几天 余药
 insurance_card 医保卡 社保卡 医保卡有/无 卡号
 record 病历 重症病历 门诊病历 处方
 empty_box 空药盒 药盒 药盒照片
 amount 购药金额 金额 实付 找零
gate
 time 时间 出入时间 外出时间 进入时间 登记时间
 direction 出/入 进出 方向 出入 进/出
 temp 体温 体温℃ 测温
 reason 事由 外出事由 来访事由 原因 出入事由
 credential 凭证 证件 出入证号 通行证 出入证
 plate 车牌 车牌号
 back_at 返回时间 回时间
 guard 值守 值班人 登记人
health
 am_temp 早 上午 晨检 上午体温 7:00 早体温
 pm_temp 晚 下午 晚检 下午体温 晚体温
 temp 体温 体温℃ 测温
 symptom 症状 有无发热咳嗽 身体状况 有无症状
 contact 接触史 有无接触史 旅居史
 visited 是否就医 就医
groupbuy
 goods 商品 品名 品种 团购品 商品名称 物品 货品
 spec 规格 规格型号
 qty 数量 份数 件数 订购数量
 unit_of 单位
 price 单价 价格
 amount 金额 合计 合计金额 应付 总价 总金额 小计
 paid 付款 是否付款 已付 收款 是否已付 付款情况
 delivery 配送 自提/配送 取货方式 配送方式
 diet 忌口
vehicle
 ride_date 用车日期 乘车日期 日期 用车时间
 pickup 上车时间 出发时间 接送时间 用车时间 时间
 origin 上车地点 出发地 接人地点
 dest 目的医院 医院 目的地 就诊医院 去往 前往医院
 reason 事由 就诊科室 用车事由 用车原因 就医原因
 pax 人数 人数/轮椅 随行人数 乘车人数
 wheelchair 轮椅 是否轮椅 担架
 wait 是否等候 等候 返程 返程时间
 vehicle 车辆 安排车辆 安排车辆及司机 车牌 车牌号
 driver 司机 驾驶员
transfer
 ward_no 出舱号 住院号 床号 出舱/住院号 床位号
 sex 性别
 age 年龄 周岁
 pcr 核酸 核酸两次 核酸结果
 paperwork 出院手续 手续 证明 出院证明
 dest 去向 隔离点 康复驿站 去向康复驿站/隔离点 目的地 接收地点
 dest_room 房号 房间
 signature 签收 签字 交接人 接收人
 belongings 随身物品 物品 行李
 escort 陪同 陪同人 护送人
roster
 post 岗位 卡口 点位 门岗 值守点 值班点
 day 白班 白 早班
 night 夜班 夜 晚班
 leader 带班领导 带班 组长
"""
# What alone makes a sheet of this kind; a word in the title says so too.
TELLING = {
    "ledger": {"relation": 3, "household_head": 2, "group": 2, "conditions": 1, "resident": 2, "id_no": 1, "sex": 1,
               "checked": 1, "emergency": 1, "grid": 1, "born": 1, "medicines": 1, "household_size": 1},
    "medicine": {"drug": 4, "insurance_card": 2, "empty_box": 2, "days_left": 2, "disease": 1, "record": 1, "qty": 1},
    "gate": {"direction": 4, "credential": 2, "back_at": 2, "temp": 1, "reason": 1, "time": 1, "guard": 1},
    "health": {"am_temp": 3, "pm_temp": 3, "temp": 2, "symptom": 2, "contact": 2, "visited": 1, "readings": 3},
    "groupbuy": {"goods": 4, "price": 2, "amount": 1, "paid": 2, "delivery": 2, "qty": 1, "good": 2},
    "vehicle": {"dest": 2, "pickup": 2, "pax": 3, "vehicle": 2, "ride_date": 2, "driver": 3, "wheelchair": 3,
                "wait": 2, "reason": 1, "origin": 2},
    "transfer": {"ward_no": 4, "pcr": 3, "paperwork": 2, "dest": 2, "dest_room": 1, "signature": 2, "belongings": 2},
    "roster": {"post": 4, "day": 2, "night": 2, "leader": 2, "shift": 2},
}  # fmt: skip
TITLE_WORDS = {
    "ledger": "台账|花名册|名册|户籍|居民信息|人口|摸排|排查登记",
    "medicine": "药品|代购药|购药|买药",
    "gate": "出入|门岗登记|进出",
    "health": "体温|健康排查|健康监测|电话关怀|每日健康|测温",
    "groupbuy": "团购|订购|接龙|蔬菜|订单|物资",
    "vehicle": "用车|派车|接送|车辆",
    "transfer": "转运|出舱|交接",
    "roster": "排班|值班表|值守表|班次",
}


@cache
def fields_of(kind: str) -> dict[str, str]:
    """Return tidy header → field for a kind; the kind's own meaning goes before the common one."""
    tables = _parse()
    return {**tables["common"], **tables.get(kind, {})}


@cache
def choices(kind: str) -> tuple[str, ...]:
    """Return every field a column of this kind of sheet may be, for a person to choose from."""
    return tuple(dict.fromkeys((*fields_of(kind).values(), *TELLING.get(kind, {}))))


@cache
def _parse() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    kind = ""
    for line in _TABLE.strip().splitlines():
        if not line.startswith(" "):
            kind = line
            tables[kind] = {}
            continue
        field, *words = line.split()
        for word in words:
            tables[kind].setdefault(tidy(word), field)
    return tables


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")


def tidy(header: str) -> str:
    """Make a header comparable."""
    text = simplify(fold(header)).lower()
    bare = _bracketed().sub("", text)
    return re.sub(r"[\s*?:：。.,、_\-()]+", "", bare or text)
