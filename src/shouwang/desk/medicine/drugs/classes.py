"""Which class a drug falls under by its name: what the formulary says, else lists of names.

The lists are illustrative and not medical advice. They decide which rule is looked at, and thereby what is asked and
who decides; nothing is refused by a list. What no list knows is taken for a prescription drug: its box is asked for.
"""

import re

from shouwang.desk.base.models import Community
from shouwang.desk.medicine import bridge
from shouwang.desk.medicine.drugs.formulary import Formulary
from shouwang.desk.medicine.drugs.names import fold
from shouwang.desk.medicine.models import DrugClass

STRICTEST_FIRST = (
    DrugClass.NARCOTIC, DrugClass.PSYCHOTROPIC, DrugClass.EPHEDRINE, DrugClass.FEVER, DrugClass.PRESCRIPTION,
    DrugClass.ORDINARY,
)  # fmt: skip
_NARCOTIC = re.compile(
    "吗啡|美施康定|奥施康定|(?<!氨酚)羟考酮|芬太尼|多瑞吉|哌替啶|杜冷丁|美沙酮|氢吗啡酮|哌甲酯|专注达|利他林|(?<!复方)磷酸可待因"
)
_ORDINARY = re.compile(
    "维生素|维c(?!银翘)|复合维|钙片|碳酸钙|碳酸氢钠|叶酸|益生菌|乳酸菌|铝碳酸镁|健胃|消食|藿香|清凉油|云南白药|三七|跌打|"
    "滴眼液|眼药水|人工泪|开塞露|乳果糖|凡士林|炉甘石|皮炎平|达克宁|氯雷他定|西替利嗪|口服补液|电解质|六味地黄|逍遥丸|保和丸|"
    "贴膏|膏药|创可贴|纱布|棉签|碘伏|酒精|口罩|体温计|试纸|针头|血压计|血糖仪|尿[垫片]|手套|轮椅|速效救心|丹参|稳心颗粒"
)


def classify(
    name: str, community: Community | None = None, *, formulary: Formulary | None = None
) -> tuple[DrugClass, bool]:
    """(its class, whether it must be kept cold). Of several drugs of that name the strictest; one query at most.

    A narcotic stays one whatever a formulary says of it: no local list makes a helper buy it.
    """
    if formulary is None and community is not None:
        formulary = Formulary.of(community)
    known = formulary.named(name) if formulary else []
    if not known:
        return class_by_name(name), bridge.is_cold(name)
    classes = {DrugClass(drug.drug_class) for drug in known}
    if _is_narcotic(name):
        classes.add(DrugClass.NARCOTIC)
    return next(one for one in STRICTEST_FIRST if one in classes), any(drug.is_cold for drug in known)


def class_by_name(name: str) -> DrugClass:
    """By lists of names alone."""
    said = f"{fold(name)} {bridge.generic_of(name) or ''}"
    if _is_narcotic(said):
        return DrugClass.NARCOTIC
    if bridge.is_controlled(said):
        return DrugClass.PSYCHOTROPIC
    if bridge.is_registered(said):
        return DrugClass.EPHEDRINE
    if bridge.is_for_fever(said):
        return DrugClass.FEVER
    is_ordinary = _ORDINARY.search(said) or not bridge.needs_strength(said)
    return DrugClass.ORDINARY if is_ordinary else DrugClass.PRESCRIPTION


def _is_narcotic(name: str) -> bool:
    return bool(_NARCOTIC.search(fold(name)))
