# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""Words for goods: synonyms, common goods, and what only smells of goods."""

from shouwang.reading.regex import regex

_SYNONYM_GROUPS = """
土豆 洋芋 马铃薯 山药蛋 地蛋|西红柿 番茄 洋柿子 柿子(菜)|卷心菜 包菜 莲花菜 圆白菜 洋白菜 甘蓝 包心菜 高丽菜|花菜 菜花 花椰菜|西兰花 西蓝花 绿花菜
红薯 地瓜 番薯 山芋 白薯 红苕|青椒 甜椒 灯笼椒 菜椒 大辣子|辣椒 辣子 尖椒|茄子 茄瓜|黄瓜 青瓜|大白菜 白菜 黄芽白 黄芽菜|小白菜 小青菜 鸡毛菜
菠菜 菠棱菜|香菜 芫荽 盐须|大葱 葱|大蒜 蒜 蒜头|生姜 姜 老姜|萝卜 白萝卜|胡萝卜 红萝卜|洋葱 葱头 圆葱 皮芽子|豆角 四季豆 芸豆 刀豆|黄豆芽 豆芽
鸡蛋 鸡子 鸡子儿|猪肉 大肉|羊肉 羊腿肉|抽纸 面巾纸 餐巾纸 纸巾|卷纸 卫生纸 手纸|大米 米|面粉 白面|食用油 清油|牛奶 纯牛奶 鲜奶 鲜牛奶|酸奶 老酸奶
馒头 馍馍 馍|方便面 泡面|橙子 橙|苹果 红富士|西瓜 大西瓜|橘子 桔子|菠萝 凤梨|猕猴桃 奇异果|草莓 士多啤梨|消毒液 消毒水 84消毒液|酒精 医用酒精
盒饭 套餐 便当 爱心餐|豆腐 老豆腐|木耳 黑木耳|玉米 苞谷 包谷 棒子|蔬菜包 菜包 蔬菜套餐|水果包 水果套餐|肉包 肉类包|鸡腿 鸡大腿
"""
SYNONYMS: dict[str, frozenset[str]] = {}
for _line in _SYNONYM_GROUPS.replace("\n", "|").split("|"):
    _group = frozenset(w for w in _line.split() if "(" not in w)
    for _word in _group:
        SYNONYMS[_word] = _group
_GOODS_CHAR = "菜瓜豆肉鱼虾蟹蛋奶米面油盐酱醋糖果梨桃橙橘桔莓椒茄菇蒜姜葱笋薯芋藕馍饼饺粥汤纸巾皂液粉丝茶烟酒药膏枣桶菌耳腐膜帽鞋袜裤锅碗杯壶灯鸡鸭鹅牛羊猪排骨肠蕉柚柑杏柿枇杷麦片肝翅腿口罩"
_COMMON_GOODS = regex(
    "|".join(
        sorted(
            {w for g in SYNONYMS.values() for w in g if len(w) > 1}
            | set(
                "矿泉水 纯净水 老干妈 纸尿裤 尿不湿 湿巾 洗衣液 洗洁精 牙膏 牙刷 洗发水 沐浴露 香皂 肥皂 垃圾袋 保鲜膜 电池 灯泡 蜡烛 打火机 水饺 汤圆 "
                "面包 饼干 火锅底料 方便面 火腿 香肠 腊肉 排骨 五花肉 里脊 牛腩 带鱼 鲈鱼 草鱼 鲫鱼 虾仁 豆浆 豆皮 粉条 冬瓜 南瓜 丝瓜 苦瓜 莴笋 芹菜 韭菜 油菜 生菜 茼蒿 蒜苗 "
                "山药 莲藕 香菇 金针菇 哈密瓜 葡萄 火龙果 车厘子 柚子 雪梨 奶粉 麦片 燕麦 小米 绿豆 红豆 黑豆 花生 核桃 红枣 枸杞 茶叶 可乐 雪碧 啤酒 白酒 香烟 猫粮 狗粮 猫砂 "
                "体温计 温度计 手套 护目镜 防护服 洗手液 创可贴 棉签 血糖试纸 青菜 咸蛋 皮蛋 鸭蛋 油条 包子 花卷 肉夹馍 拉条子 馕 酵母 白糖 红糖 味精 鸡精 料酒 醋 盐 酱油 蚝油".split()
            ),
            key=len,
            reverse=True,
        )
    )
)
_VAGUE_GOODS = regex(
    r"水果|蔬菜|青菜|肉类|日用品|吃的|零食|东西|随便|都行|看着(?:买|办|来)|一样来", needs="东吃日样水看肉蔬都随零青"
)


def names_a_good(text: str) -> bool:
    """Whether some text looks like goods rather than a person."""
    return bool(_COMMON_GOODS.search(text))


def smells_of_goods(text: str) -> bool:
    """A looser look: characters that mostly stand in goods' names."""
    return names_a_good(text) or (len(text) > 1 and text[-1] in _GOODS_CHAR)


def is_lone_good(text: str) -> bool:
    """One character that is goods of a sort: 菜, 蛋."""
    return len(text) == 1 and text in "菜瓜豆肉鱼虾蛋奶米面油盐糖果梨桃橙茄椒葱姜蒜笋薯水药纸鸡鸭蔬猪鹅"


def is_vague(text: str) -> bool:
    """ "水果", "随便": goods of a sort, none in particular."""
    return bool(_VAGUE_GOODS.search(text))
