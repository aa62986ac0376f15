"""The least cost of a small wave, by trying everything: every order of every set of shops, every way to buy each line.

Written from the words of `planning.sourcing`, not from its code, and as slowly as that is.
"""

from datetime import timedelta
from itertools import permutations, product

from shouwang.planning.sourcing import DESK, Weights

SECOND = timedelta(seconds=1)


def least_cost(lines, shops, stock, roads, starts_at, weights=None, buyer=None):
    """Seconds; ways are taken as they are given, so they must obey the triangle inequality."""
    weights = weights or Weights()
    here = buyer.here if buyer else DESK
    left = [shop for shop in shops if not buyer or shop.id not in buyer.visited]
    costs = []
    for many in range(len(left) + 1):
        for order in permutations(left, many):
            walked = walk(order, roads, starts_at, here)
            if walked is not None and is_home_in_time(many, walked[1], starts_at, weights, buyer):
                costs.append(cost_of(order, walked, lines, stock, starts_at, weights, buyer, left))
    return min(costs)


def walk(order, roads, starts_at, here):
    """(when each shop is left, when one is home), in seconds; None where one stands before a shut door."""
    now, leaving = 0, {}
    for shop in order:
        now += way(roads, here, shop.id)
        spans = [((opens - starts_at) // SECOND, (shuts - starts_at) // SECOND) for opens, shuts in shop.spans]
        begins = [max(now, opens) for opens, shuts in spans if max(now, opens) + shop.service <= shuts]
        if not begins:
            return None
        now = leaving[shop.id] = min(begins) + shop.service
        here = shop.id
    return leaving, now + way(roads, here, DESK)


def way(roads, a, b):
    return 0 if a == b else roads.seconds.get((a, b), roads.seconds.get((b, a)))


def is_home_in_time(many, end, starts_at, weights, buyer):
    if buyer is None or not many:
        return True
    if buyer.back_by and starts_at + end * SECOND > buyer.back_by:
        return False
    return not buyer.cold_since or starts_at + end * SECOND <= buyer.cold_since + weights.cold_limit * SECOND


def cost_of(order, walked, lines, stock, starts_at, weights, buyer, shops):
    leaving, end = walked
    said = {(word.shop, word.item): word for word in stock}
    ways = [list(ways_to_buy(line, order, walked, said, weights, shops)) for line in lines]
    best = None
    for bought in product(*ways):
        taken = {}
        for line, packs in zip(lines, bought, strict=True):
            for shop, count in packs.items():
                taken[shop, line.item] = taken.get((shop, line.item), 0) + count
        if any(pair in said and said[pair].count and count > said[pair].count for pair, count in taken.items()):
            continue
        cold = [leaving[shop] for line, packs in zip(lines, bought, strict=True) if line.is_cold for shop in packs]
        if buyer and buyer.cold_since:
            cold.append((buyer.cold_since - starts_at) // SECOND)
        bag = end - min(cold) if cold else 0
        cost = end + weights.another_shop * len(order) + bag * weights.cold_bag // 100
        cost += sum(cost_of_line(line, packs, said, weights, shops) for line, packs in zip(lines, bought, strict=True))
        late = sum(max(end - (line.due_by - starts_at) // SECOND, 0) for line in lines if line.due_by)
        cost += late * weights.late // 100
        best = cost if best is None else min(best, cost)
    return best


def ways_to_buy(line, order, walked, said, weights, shops):
    """{shop: packs} as the rules allow it, whatever other lines take."""
    leaving, end = walked
    able = [
        shop for shop in order
        if (shop.takes_insurance or not line.needs_insurance)
        and (not line.is_cold or (shop.keeps_cold and end - leaving[shop.id] <= weights.cold_limit))
        and pack_cost(line, shop, said, weights, shops) is not None
        and pack_cost(line, shop, said, weights, shops) < per_pack(line, weights)
    ]  # fmt: skip
    words = [said[shop.id, line.item] for shop in able if (shop.id, line.item) in said]
    may_split = not any(word.count is None or word.count >= line.quantity for word in words)
    for counts in product(range(line.quantity + 1), repeat=len(able)):
        packs = {shop.id: count for shop, count in zip(able, counts, strict=True) if count}
        if sum(counts) <= line.quantity and (len(packs) <= 1 or may_split):
            yield packs


def per_pack(line, weights):
    days = weights.days_unknown if line.days_left is None else max(line.days_left, 1)
    whole = weights.without // days
    return whole // line.quantity + (whole % line.quantity > 0)


def pack_cost(line, shop, said, weights, shops):
    word = said.get((shop.id, line.item))
    if word and word.count == 0 and word.is_fresh:
        return None
    if word is None:
        percent = weights.unknown
    elif word.count == 0:
        percent = weights.stale_none
    else:
        percent = 0 if word.is_fresh else weights.stale
    left = per_pack(line, weights)
    doubt = left * percent // 100
    names = {shop.id for shop in shops}
    prices = [
        w.price for (name, item), w in said.items() if item == line.item and name in names and w.price is not None
    ]
    own = word.price if word and word.price is not None else max(prices, default=0)
    dearer = (own - min(prices, default=0)) * weights.a_yuan // 100
    return doubt + min(dearer, (left - doubt) // 2)


def cost_of_line(line, packs, said, weights, shops):
    by_name = {shop.id: shop for shop in shops}
    bought = sum(pack_cost(line, by_name[name], said, weights, shops) * count for name, count in packs.items())
    missing = line.quantity - sum(packs.values())
    return bought + missing * per_pack(line, weights) + weights.split * max(len(packs) - 1, 0)
