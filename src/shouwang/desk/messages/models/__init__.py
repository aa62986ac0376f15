"""The tables of telling: where somebody can be reached, what they were told, and each way it was sent."""

from shouwang.desk.messages.models.channels import Channel, Kind
from shouwang.desk.messages.models.messages import Delivery, Message

__all__ = ["Channel", "Delivery", "Kind", "Message"]
