"""The sentences about a plan of rides, in English and Chinese: short, for a dispatcher who reads them on a phone.

What stands in braces is filled in by `words.Voice.say`.
"""

PHRASES: dict[str, tuple[str, str]] = {
    # the day
    "nothing": ("There are no rides to plan.", "没有要安排的用车。"),
    "carried": ("{rides} with {cars}.", "{cars}，{rides}。"),
    "all": ("Everybody has a car.", "人人有车。"),
    "left": ("{rides} left: {names}.", "{rides}没排上：{names}。"),
    "left_many": ("{rides} left: {names} and {more} more.", "{rides}没排上：{names}等，另有 {more} 趟。"),
    "driving": ("{driving} of driving.", "行车 {driving}。"),
    "waiting": ("{waiting} of waiting with somebody on board.", "车上有人等候 {waiting}。"),
    "in_time": ("Nobody is late.", "没有人迟到。"),
    "late": ("{minutes} late in all; the latest is {ride}, {most}.", "共迟到 {minutes}；最晚是{ride}，{most}。"),
    "longest": ("Longest in the car: {ride}, {minutes}.", "坐车最久：{ride}，{minutes}。"),
    "cost": ("Cost {total}: {parts}.", "成本 {total}：{parts}。"),
    # one car
    "start": ("{at} {vehicle} leaves{place}.", "{at} {vehicle}{place}出发。"),
    "pick_up": ("{at} fetches {names}{place}.", "{at} {place}接{names}。"),
    "set_down": ("{at} sets down {names}{place}.", "{at} {names}{place}下车。"),
    "wait": ("{at} waits {minutes}{place}.", "{at} {place}等 {minutes}。"),
    "disinfect": ("{at} disinfects the car, {minutes}.", "{at} 消毒 {minutes}。"),
    "break": ("{at} break, {minutes}.", "{at} 休息 {minutes}。"),
    "together": ("{names} ride together.", "{names}同车。"),
    "end": ("{at} back{place}.", "{at} 回{place}。"),
    "end_home": ("{at} back.", "{at} 回到出发地。"),
    "end_there": ("{at} done{place}.", "{at} {place}收车。"),
    "day": ("{rides} in {duration}, {driving} of it driving.", "{rides}，共 {duration}，其中行车 {driving}。"),
    # one rider
    "ride": (
        "{vehicle} fetches {ride} at {at}{pick_up}; set down at {there}{set_down}.",
        "{vehicle} {at} {pick_up}接{ride}，{there} {set_down}下车。",
    ),
    "in_car": ("{minutes} in the car; straight it is {direct}.", "坐车 {minutes}；直达 {direct}。"),
    "in_car_most": (
        "{minutes} in the car; straight it is {direct}, at most {most}.",
        "坐车 {minutes}；直达 {direct}，最长 {most}。",
    ),
    "alone": ("Nobody else is in the car.", "车上没有别人。"),
    "with": ("Shares the car with {names}.", "与{names}同车。"),
    "stops_between": ("In between: {stops}.", "途中：{stops}。"),
    "stop_pick_up": ("{names} fetched {at}", "{at} 接{names}"),
    "stop_set_down": ("{names} set down {at}", "{at} {names}下车"),
    "ride_late": ("{minutes} late.", "晚 {minutes}。"),
    "slack": (
        "May be fetched up to {minutes} later; everybody still keeps their time.",
        "可晚接 {minutes}，不误别人。",
    ),
    "no_slack": ("Has to be fetched on the minute.", "必须准时接，一分钟也晚不得。"),
    "bound_own_pick_up": ("Not sooner: may not be fetched before {at}.", "不能更早：{at} 前不能接。"),
    "bound_own_set_down": ("Not sooner: may not be set down before {at}.", "不能更早：{at} 前不能送到。"),
    "bound_pick_up": (
        "Not sooner: {other}, in the same car, may not be fetched before {at}.",
        "不能更早：同车的{other} {at} 前不能接。",
    ),
    "bound_set_down": (
        "Not sooner: {other}, in the same car, may not be set down before {at}.",
        "不能更早：同车的{other} {at} 前不能送到。",
    ),
    "bound_busy": ("Not sooner: {vehicle} has {other} until {at}.", "不能更早：{at} 前{vehicle}还在送{other}。"),
    "bound_shift": ("Not sooner: the day of {vehicle} begins at {at}.", "不能更早：{vehicle} {at} 才上班。"),
    "bound_break": ("Not sooner: the driver rests until {at}.", "不能更早：司机休息到 {at}。"),
    "bound_others": ("Not sooner: somebody would sit in the car longer.", "不能更早：否则有人要多坐车。"),
    # who is left, and why
    "no_way": ("{ride}: there is no way from {pick_up} to {set_down}.", "{ride}：从{pick_up}到{set_down}没有路。"),
    "no_car": ("{ride}: there is no car.", "{ride}：没有车。"),
    "no_car_able": ("{ride}: no car has what is needed ({needs}).", "{ride}：没有车具备所需条件（{needs}）。"),
    "no_car_big": (
        "{ride}: no car is big enough; {needed} {load} needed, the largest has {most}.",
        "{ride}：没有够大的车；要{load} {needed}，最多的只有 {most}。",
    ),
    "windows": (
        "{ride}: even with a car of its own the times cannot be kept; {minutes} are missing.",
        "{ride}：即使专车也赶不上所给时间，差 {minutes}。",
    ),
    "windows_never": (
        "{ride}: even with a car of its own the times cannot be kept.",
        "{ride}：即使专车也赶不上所给时间。",
    ),
    "shifts": ("{ride}: no car that could take it is on duty then.", "{ride}：那时没有合用的车在班。"),
    "apart": (
        "{ride}: the cars with room in time carry riders it may not share with ({kinds}).",
        "{ride}：赶得上的车里有不能同车的人（{kinds}）。",
    ),
    "full_day": (
        "{ride}: a car alone could do it, but none of {cars} has room in time.",
        "{ride}：单独用车可以，但{cars}都赶不上或坐不下。",
    ),
    "outbound_left": (
        "{ride}: nobody is brought there ({other} is left), so nobody is fetched.",
        "{ride}：去程（{other}）没排上，所以不用接回。",
    ),
    "dearer": (
        "{ride}: {vehicle} could take it, but that costs {cost}, more than leaving it ({worth}).",
        "{ride}：{vehicle}可以接，但成本 {cost}，高于不接（{worth}）。",
    ),
    "fits": (
        "{ride}: {vehicle} can take it after all, for a cost of {cost}; search longer or insert it.",
        "{ride}：其实{vehicle}可以接，成本 {cost}；再多算一会儿，或直接加进去。",
    ),
    "fits_free": (
        "{ride}: {vehicle} can take it after all, at no cost; search longer or insert it.",
        "{ride}：其实{vehicle}顺路就能接；再多算一会儿，或直接加进去。",
    ),
    "first": ("Most easily: {what}.", "最省事：{what}。"),
    "or": ("Or: {what}.", "或者：{what}。"),
    "nothing_helps": ("No single change would help.", "只改一处都不行。"),
    "pick_up_earlier": ("fetched {minutes} earlier, by {vehicle}", "提前 {minutes}接，用{vehicle}"),
    "pick_up_later": ("fetched {minutes} later, by {vehicle}", "晚 {minutes}接，用{vehicle}"),
    "set_down_earlier": ("set down {minutes} earlier, by {vehicle}", "提前 {minutes}送到，用{vehicle}"),
    "set_down_later": ("set down {minutes} later, by {vehicle}", "晚 {minutes}送到，用{vehicle}"),
    "max_ride": ("{minutes} longer in the car, with {vehicle}", "多坐 {minutes}车，用{vehicle}"),
    "shift_earlier": ("{vehicle} leaves {minutes} before its day begins", "{vehicle}提前 {minutes}上班"),
    "shift_later": ("{vehicle} comes back {minutes} after its day ends", "{vehicle}晚 {minutes}下班"),
    "duration": ("the driver of {vehicle} works {minutes} longer", "{vehicle}的司机多干 {minutes}"),
    "driving_more": ("the driver of {vehicle} drives {minutes} longer", "{vehicle}的司机多开 {minutes}"),
    "capacity": ("{vehicle} has {count} more {load}", "{vehicle}多 {count} 个{load}"),
    "vehicle": ("one more car like {vehicle}", "再加一辆{vehicle}这样的车"),
    # the picture
    "picture": ("The plan of rides: a time line for each car, and a map", "用车计划：每辆车一条时间线，附地图"),
    "left_count": ("{rides} left", "{rides}没排上"),
    "left_here": ("Left", "没排上"),
    "driven": ("{driving} driving", "行车 {driving}"),
    "more": ("and {rides} more", "还有 {rides}"),
    "key_load": ("how full", "满座程度"),
    "key_waiting": ("waits with riders", "载人等候"),
    "key_break": ("break", "休息"),
    "key_disinfect": ("disinfect", "消毒"),
    "key_window": ("window", "时间窗"),
    "key_late": ("late", "迟到"),
    # an urgent ride put in
    "offer": (
        "{vehicle}, {at}, there at {there}; {extra} more driving.",
        "{vehicle}，{at} 接，{there} 到；多开 {extra}。",
    ),
    "offer_free": ("{vehicle}, {at}, there at {there}; on its way.", "{vehicle}，{at} 接，{there} 到；顺路。"),
    "later_pick_up": ("{ride} is fetched {minutes} later.", "{ride}晚 {minutes}接。"),
    "later_set_down": ("{minutes} more for {ride}.", "{ride}晚到 {minutes}。"),
    "sooner_pick_up": ("{ride} is fetched {minutes} sooner.", "{ride}早 {minutes}接。"),
    "sooner_set_down": ("{ride} is there {minutes} sooner.", "{ride}早到 {minutes}。"),
    "undisturbed": ("Nobody else notices.", "不影响别人。"),
}
