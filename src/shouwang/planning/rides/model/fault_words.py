"""Every fault of a day in English and Chinese: what is wrong, why, and what to do. The facts stand in braces."""

from enum import StrEnum


class Term(StrEnum):
    """Parts of sentences that are words themselves."""

    PICK_UP = "pick_up"
    SET_DOWN = "set_down"
    SHIFT = "shift"
    BREAK = "break"
    PATIENCE = "patience"
    WEIGHTS = "weights"
    MINUTES = "minutes"
    COST = "cost"
    RIDE = "ride"
    VEHICLE = "vehicle"
    OBJECT = "object"
    LIST = "list"
    TEXT = "text"
    TRUTH = "truth"
    NUMBER = "number"
    NUMBER_OR_NULL = "number or null"
    NUMBER_OR_UNLIMITED = "number or unlimited"
    COUNT = "count"
    TIME = "time"
    PLACE = "place"
    VEHICLES = "vehicles"
    REQUESTS = "requests"
    DURATION = "duration"
    CAPACITY = "capacity"
    MAX_RIDE = "max_ride"
    SERVICE = "service"
    LOAD = "load"
    POSITIVE = "positive"
    START = "start"
    END = "end"


_TERMS = {
    Term.PICK_UP: ("pick-up", "上车"),
    Term.SET_DOWN: ("set-down", "下车"),
    Term.SHIFT: ("shift", "班次"),
    Term.BREAK: ("break", "休息"),
    Term.PATIENCE: ("the patience", "乘车耐心"),
    Term.WEIGHTS: ("the weights", "权重"),
    Term.MINUTES: ("minutes", "分钟数"),
    Term.COST: ("cost", "费用"),
    Term.RIDE: ("ride", "行程"),
    Term.VEHICLE: ("vehicle", "车辆"),
    Term.OBJECT: ("an object in braces {…}", "花括号里的对象 {…}"),
    Term.LIST: ("a list in brackets […]", "方括号里的列表 […]"),
    Term.TEXT: ("a text in double quotes", "双引号里的文字"),
    Term.TRUTH: ("true or false", "true 或 false"),
    Term.NUMBER: ("a number", "数字"),
    Term.NUMBER_OR_NULL: ("a number, or null where there is no way,", "数字（没有路写 null）"),
    Term.NUMBER_OR_UNLIMITED: ('a number or "unlimited"', '数字或 "unlimited"'),
    Term.COUNT: ("a whole number of 0 or more", "不小于 0 的整数"),
    Term.TIME: ('a time of day ("08:30") or minutes since midnight', '时刻（"08:30"）或从零点算起的分钟数'),
    Term.PLACE: ("the name or the number of a place", "地点的名称或序号"),
    Term.VEHICLES: ("vehicles", "车辆数"),
    Term.REQUESTS: ("requests", "请求数"),
    Term.DURATION: ("longest route", "最长路线"),
    Term.CAPACITY: ("capacity", "容量"),
    Term.MAX_RIDE: ("longest ride", "最长乘车"),
    Term.SERVICE: ("service", "服务时间"),
    Term.LOAD: ("load", "载量"),
    Term.POSITIVE: ("a number of 0 or more", "不小于 0 的数"),
    Term.START: ("start", "起点"),
    Term.END: ("end", "终点"),
}


def term(value: Term, number: int) -> str:
    return _TERMS[value][number]


SENTENCES: dict[str, tuple[str, str]] = {
    # Numbers and windows
    "not_a_number": (
        "{who}: {what} is “{value}”, which is no number. Give a number.",
        "{who}：{what} 是“{value}”，不是数字。请填写数字。",
    ),
    "nan": (
        "{who}: {what} is NaN, which is no number. Give a number, or leave it out.",
        "{who}：{what} 是 NaN，不是数字。请填写数字，或者不填。",
    ),
    "negative": (
        "{who}: {what} is {value}, and must not be less than 0.",
        "{who}：{what} 是 {value}，不能小于 0。",
    ),
    "infinite": (
        "{who}: {what} has no end. Give a number.",
        "{who}：{what} 没有上限。请填写数字。",
    ),
    "huge": (
        "{who}: {what} is {value}; nothing in a day of rides is beyond {most}. Correct it.",
        "{who}：{what} 是 {value}，一天的行程里不会超过 {most}。请更正。",
    ),
    "before_midnight": (
        "{who}: {what} is {value} min before the day's midnight. Times count from that midnight: give 0 or more.",
        "{who}：{what} 比当天零点还早 {value} 分钟。时间从当天零点算起，请填写 0 或更大的数。",
    ),
    "window_upside_down": (
        "{who}: the {what} may begin from {earliest} and until {latest}, which is before. "
        "Swap the two, or correct one of them.",
        "{who}：{what}最早 {earliest}、最晚 {latest}，最晚比最早还早。请对调，或更正其中一个。",
    ),
    # Identity
    "id_not_text": (
        "{what} number {number} has the id {value}, which is no text. Give every one a text that is its own.",
        "第 {number} 个{what}的编号是 {value}，不是文字。请给每一个自己的文字编号。",
    ),
    "id_empty": (
        "{what} number {number} has no id. Give it one that no other has.",
        "第 {number} 个{what}没有编号。请给它一个独有的编号。",
    ),
    "id_twice": (
        "Two of them have the id “{id}”: {what} number {first} and number {number}. Give one of them another id.",
        "{what}编号“{id}”出现两次：第 {first} 个和第 {number} 个。请改掉其中一个。",
    ),
    # Places
    "place_not_whole": (
        "{who}: the place of the {what} is {value}. A place is the number of a row of the travel matrix, from 0.",
        "{who}：{what}的地点是 {value}。地点应为行车时间矩阵的行号，从 0 开始。",
    ),
    "place_unknown": (
        "{who}: the place of the {what} is number {value}, but the travel matrix has {places} places (0 to {last}). "
        "Add its row and column, or name another place.",
        "{who}：{what}的地点是第 {value} 号，但行车时间矩阵只有 {places} 个地点（0 到 {last}）。"
        "请补上它的行和列，或改用别的地点。",
    ),
    "no_places": (
        "The travel matrix is empty, but there are rides or vehicles. Give it a row and a column for every place.",
        "行车时间矩阵是空的，却有行程或车辆。请为每个地点给出一行一列。",
    ),
    "name_of_nowhere": (
        "Place number {number} has a name (“{name}”), but the travel matrix has {places} places. Remove the name.",
        "第 {number} 号地点有名称（“{name}”），但行车时间矩阵只有 {places} 个地点。请删去这个名称。",
    ),
    "points_length": (
        "There are {points} points for {places} places. Give one point (x, y) for every place, or none at all.",
        "有 {places} 个地点，却给了 {points} 个坐标点。请为每个地点给一个 (x, y)，或全部不给。",
    ),
    "point_broken": (
        "The point of place number {number} is {value}. A point is two finite numbers (x, y).",
        "第 {number} 号地点的坐标是 {value}。坐标应为两个有限的数 (x, y)。",
    ),
    # Loads
    "no_loads": (
        "The day names no load. Name at least one, such as “seats”.",
        "没有写明任何装载种类。请至少写一种，例如“seats”（座位）。",
    ),
    "load_named_twice": (
        "The load “{name}” is named twice. Keep one of them.",
        "装载种类“{name}”写了两次。请保留一个。",
    ),
    "load_length": (
        "{who}: {what} has {count} of the {wanted} numbers that the day's loads ask for ({loads}). Give one for each.",
        "{who}：{what} 有 {count} 个数，而当天有 {wanted} 种装载（{loads}）。请每种各给一个数。",
    ),
    "load_not_whole": (
        "{who}: {what} of {load} is {value}. Give a whole number, 0 or more.",
        "{who}：{load} 的 {what} 是 {value}。请填写 0 或更大的整数。",
    ),
    "companions": (
        "{who}: {value} come along, and its load of {load} is {most} for all of them. Give 0 to {most}.",
        "{who}：陪同 {value} 人，而全部占用的{load}是 {most}。请填写 0 到 {most} 的整数。",
    ),
    # Travel
    "matrix_shape": (
        "The travel {what} have the shape {shape}, which does not fit: {wanted} is needed, as many rows as columns.",
        "行车{what}的形状是 {shape}，不合适：应为 {wanted}，行数与列数相等。",
    ),
    "matrix_not_numbers": (
        "The travel {what} are no table of numbers. Give numbers alone.",
        "行车{what}不是数字表。请只填写数字。",
    ),
    "matrix_times": (
        "There are {matrices} travel matrices for {times} times of day. Give one matrix for every time.",
        "有 {times} 个时刻，却有 {matrices} 个行车时间矩阵。请为每个时刻各给一个矩阵。",
    ),
    "times_not_rising": (
        "The times of the travel matrices do not rise: {before} stands before {after}. Put them in order.",
        "行车时间矩阵的时刻没有递增：{before} 排在 {after} 之前。请按先后排列。",
    ),
    "travel_nan": (
        "The travel {what} from {a} to {b}{at} are NaN. Give a number; where there is no way, infinity.",
        "从 {a} 到 {b}{at}的行车{what}是 NaN。请填写数字；没有路时填无穷大。",
    ),
    "travel_negative": (
        "The travel {what} from {a} to {b}{at} are {value}. They cannot be less than 0.",
        "从 {a} 到 {b}{at}的行车{what}是 {value}，不能小于 0。",
    ),
    "travel_diagonal": (
        "The travel {what} from {a} to itself{at} are {value}. They must be 0.",
        "从 {a} 到它自己{at}的行车{what}是 {value}，应为 0。",
    ),
    "travel_huge": (
        "The travel {what} from {a} to {b}{at} are {value}; beyond {most} there is no way: give infinity instead.",
        "从 {a} 到 {b}{at}的行车{what}是 {value}，超过 {most}。没有路时请填无穷大。",
    ),
    "travel_falls": (
        "From {a} to {b} the way takes {before:.4g} minutes at {earlier} and {after:.4g} at {later}: it falls faster "
        "than the clock runs, so whoever leaves later would arrive earlier. Give a time between them, or correct one.",
        "从 {a} 到 {b}，{earlier} 出发要 {before:.4g} 分钟，{later} 出发只要 {after:.4g} 分钟：比时钟走得还快，"
        "晚出发反而早到。请在两个时刻之间补一个，或更正其中一个。",
    ),
    "way_comes_and_goes": (
        "From {a} to {b} there is a way at {open}, but none at {closed}. Between the two nothing can be said: "
        "give minutes for every time of day, or for none.",
        "从 {a} 到 {b}，{open} 有路，{closed} 却没有。两者之间无从推算：请为每个时刻都给出分钟数，或全部写没有路。",
    ),
    "cost_missing": (
        "From {a} to {b} there is a way, but its cost is infinite. Give its cost.",
        "从 {a} 到 {b} 有路，费用却是无穷大。请给出费用。",
    ),
    # Rides
    "pair_unknown": (
        "{who} is the return of “{pair}”, but there is no such ride. Add that ride, or remove the pair.",
        "{who}是“{pair}”的返程，但没有这个行程。请补上该行程，或删去 pair。",
    ),
    "pair_itself": (
        "{who} is its own return. Name the outbound ride in “pair”, or remove it.",
        "{who}被写成自己的返程。请在 pair 里写去程，或删去它。",
    ),
    "pair_chain": (
        "{who} is the return of “{pair}”, which is itself the return of “{other}”. A return belongs to an outbound "
        "ride: name that one, or remove the pair.",
        "{who}是“{pair}”的返程，而“{pair}”本身又是“{other}”的返程。返程只能对应去程：请改写为去程，或删去 pair。",
    ),
    "apart_not_two": (
        "Those who ride apart are told in pairs of kinds, and {value} is no pair. Give two kinds.",
        "不能同车的要成对写出种类，而 {value} 不是一对。请写两个种类。",
    ),
    "not_texts": (
        "{who}: {what} is {value}. It is a set of texts.",
        "{who}：{what} 是 {value}，应为一组文字。",
    ),
    "not_text": (
        "{who}: {what} is {value}. It is a text.",
        "{who}：{what} 是 {value}，应为文字。",
    ),
    # Breaks
    "break_outside": (
        "{who}: break number {number} begins between {earliest} and {latest}, outside the shift ({begins} to {ends}). "
        "Move the break into the shift, or change the shift.",
        "{who}：第 {number} 次休息在 {earliest} 到 {latest} 之间开始，不在班次（{begins} 到 {ends}）之内。"
        "请把休息移进班次，或更改班次。",
    ),
    "break_order": (
        "{who}: break number {number} begins at {latest} at the latest, but the one before ends at {ends} at the "
        "earliest. Put the breaks in order, or let them begin later.",
        "{who}：第 {number} 次休息最晚 {latest} 开始，而前一次最早 {ends} 才结束。请按先后排列，或让它晚一点开始。",
    ),
}
