"""Call lists: who telephones whom, fairly, with the voice they know, the longest unheard first."""

from shouwang.planning.calls.model import Call, Caller, Reason, Share, Split, Why
from shouwang.planning.calls.ordering import in_order
from shouwang.planning.calls.splitting import fair_minutes, split_calls

__all__ = ["Call", "Caller", "Reason", "Share", "Split", "Why", "fair_minutes", "in_order", "split_calls"]
