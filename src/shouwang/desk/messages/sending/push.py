"""Notices of a browser, through the push service that its maker runs."""

import json
from datetime import datetime

from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending import outside
from shouwang.desk.messages.sending.believing import by_status
from shouwang.desk.messages.sending.encrypting import encrypt, from_text, signature_for
from shouwang.desk.messages.sending.outcome import DELIVERED, NAME, Outcome, Telling, Undelivered

KEPT = 12 * 3600
"""Seconds that a push service keeps it for a telephone that is off."""


def send(address: str, telling: Telling, at: datetime) -> Outcome:
    """`address` is the subscription as the browser gave it: endpoint, and its two keys."""
    try:
        subscription = json.loads(address)
        endpoint = subscription["endpoint"]
        body = encrypt(
            _content(telling),
            browser=from_text(subscription["keys"]["p256dh"]), auth=from_text(subscription["keys"]["auth"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return Outcome(Problem.ADDRESS)
    headers = {
        "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(KEPT),
        "Urgency": "high", "Authorization": signature_for(endpoint, at),
    }  # fmt: skip
    try:
        answer = outside.ask("POST", endpoint, data=body, headers=headers)
    except Undelivered as problem:
        return problem.outcome
    return believe(answer)


def believe(answer: outside.Answer) -> Outcome:
    """RFC 8030: 201 created; 404 and 410 mean that this subscription will never answer again."""
    if answer.status_code in {404, 410}:
        return Outcome(Problem.GONE, f"HTTP {answer.status_code}")
    return by_status(answer) or DELIVERED


def _content(telling: Telling) -> bytes:
    told = {"title": NAME, "words": telling.words, "link": telling.path, "id": telling.id, "lang": telling.language}
    return json.dumps(told, ensure_ascii=False).encode()
