"""Which amount belongs to which good.

Tokens are goods (N), quantities (Q) and 各. "N Q N Q" and "Q N Q N" are both customary; a line must be read whole
one way or the other.
"""

from itertools import pairwise

from shouwang.reading.chat.leftovers import Token


def pair(tokens: list[Token], text: str) -> tuple[list[tuple[Token, Token | None]] | None, list[Token]]:
    """Give every good its quantity. (None, []) where the line cannot be read one way; loose = Q without N."""
    goods = [t for t in tokens if t.kind == "N"]
    amounts = [t for t in tokens if t.kind == "Q"]
    if not goods:
        return [], amounts
    if not amounts:
        return [(t, None) for t in goods], []
    if any(t.kind == "E" for t in tokens):
        return _each(tokens)
    forward = _in_order(tokens, "N", text)
    backward = _in_order(tokens, "Q", text)
    whole_forward = forward is not None and all(q for _, q in forward)
    whole_backward = backward is not None and all(q for _, q in backward)
    if whole_forward and whole_backward:
        return None, []
    if whole_forward:
        return forward, []
    if whole_backward:
        return backward, []
    if forward is not None:
        return forward, []
    return (backward, []) if backward is not None else (None, [])


def _in_order(tokens: list[Token], first: str, text: str) -> list[tuple[Token, Token | None]] | None:
    """All pairs as N then Q (or Q then N). None if an amount is left without a good."""
    pairs: list[tuple[Token, Token | None]] = []
    waiting: Token | None = None
    for token in tokens:
        if first == "N":
            if token.kind == "N":
                pairs.append((token, None))
            elif token.kind == "Q" and pairs and pairs[-1][1] is None:
                pairs[-1] = (pairs[-1][0], token)
            elif token.kind == "Q":
                return None
        elif token.kind == "Q":
            if waiting is not None:
                return None
            waiting = token
        elif token.kind == "N":
            pairs.append((token, waiting))
            waiting = None
    if waiting is not None:
        return None
    # 青菜土豆2斤: the amount may be for both
    touching = any(a.end == b.start for (a, qa), (b, qb) in pairwise(pairs) if not (qa and qb))
    return None if touching and len(pairs) > 1 and not text.isascii() else pairs


def _each(tokens: list[Token]) -> tuple[list[tuple[Token, Token | None]] | None, list[Token]]:
    """A、B各2: everything before 各 that has no amount of its own gets it."""
    pairs: list[tuple[Token, Token | None]] = []
    open_from, each = 0, False
    for token in tokens:
        if token.kind == "N":
            if each:
                return None, []
            pairs.append((token, None))
        elif token.kind == "E":
            each = True
        elif token.kind == "T":
            continue
        elif each:
            pairs[open_from:] = [(n, q or token) for n, q in pairs[open_from:]]
            open_from, each = len(pairs), False
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], token)
            open_from = len(pairs)
        else:
            return None, []
    return pairs, []
