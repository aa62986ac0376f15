"""What a service says, and what of it is believed: a status of 200 alone is not.

The robots of WeCom and DingTalk answer HTTP 200 with `errcode`, Feishu's with `code` (once `StatusCode`): 0 is
delivered. ntfy answers with the message's id; a hotel's sign-in page answers 200, too.
"""

from collections.abc import Callable

from shouwang.desk.messages.models import Kind
from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending.outcome import DELIVERED, Outcome
from shouwang.desk.messages.sending.outside import Answer

WECOM = {
    93000: Problem.ADDRESS,  # invalid webhook url
    40001: Problem.ADDRESS,
    45009: Problem.LIMIT,  # 20 messages a minute
    45033: Problem.LIMIT,
    -1: Problem.BUSY,
}
DINGTALK = {
    300001: Problem.ADDRESS,  # token is not exist
    300005: Problem.ADDRESS,
    310000: Problem.REFUSED,  # keyword, signature or sender's address do not match
    400013: Problem.ADDRESS,  # the group was dissolved
    400101: Problem.ADDRESS,
    400102: Problem.ADDRESS,  # the robot was stopped
    130101: Problem.LIMIT,
    410100: Problem.LIMIT,
    -1: Problem.BUSY,
}
FEISHU = {
    19001: Problem.ADDRESS,  # incoming webhook access token invalid
    19002: Problem.REFUSED,
    19021: Problem.REFUSED,  # signature does not match
    19022: Problem.REFUSED,  # sender's address is not allowed
    19024: Problem.REFUSED,  # keyword not found
    11232: Problem.LIMIT,
    9499: Problem.LIMIT,
}


def by_status(answer: Answer) -> Outcome | None:
    """What an HTTP status outside of 200-299 means; None inside."""
    status = answer.status_code
    if 200 <= status < 300:
        return None
    detail = f"HTTP {status}"
    if status in {404, 410}:
        return Outcome(Problem.ADDRESS, detail)
    if status == 429:
        return Outcome(Problem.LIMIT, detail)
    if status >= 500 or status in {408, 425}:
        return Outcome(Problem.BUSY, detail)
    if status >= 400:
        return Outcome(Problem.REFUSED, detail)
    return Outcome(Problem.UNCLEAR, detail)


def by_code(names: tuple[str, ...], known: dict[int, Problem]) -> Callable[[Answer], Outcome]:
    """Believe the first of `names` in the answer, and only a plain 0."""

    def believe(answer: Answer) -> Outcome:
        for name in names:
            code = answer.said.get(name)
            if isinstance(code, int) and not isinstance(code, bool):
                return DELIVERED if code == 0 else Outcome(known.get(code, Problem.UNCLEAR), str(code)[:20])
        return by_status(answer) or Outcome(Problem.UNCLEAR, f"HTTP {answer.status_code}")

    return believe


def by_id(answer: Answer) -> Outcome:
    """ntfy: the message as it was stored."""
    if wrong := by_status(answer):
        return wrong
    return DELIVERED if answer.said.get("id") else Outcome(Problem.UNCLEAR, f"HTTP {answer.status_code}")


def by_status_alone(answer: Answer) -> Outcome:
    """A webhook of one's own: nothing is agreed on but the status."""
    return by_status(answer) or DELIVERED


BELIEVE: dict[Kind, Callable[[Answer], Outcome]] = {
    Kind.WECOM: by_code(("errcode",), WECOM),
    Kind.DINGTALK: by_code(("errcode",), DINGTALK),
    Kind.FEISHU: by_code(("code", "StatusCode"), FEISHU),
    Kind.NTFY: by_id,
    Kind.WEBHOOK: by_status_alone,
}
