"""Addresses as neighbours write them, and what is still to be asked about each.

`find_addresses(text)` gives every address of a text; `read_address(text, register)` judges a whole
one. A register (where there is one) is the judge of what the writing alone cannot settle: whether
3-501 needs a unit, whether 3-2-5-1 is door 501, which door 平房2号 is.

`writings` has the patterns, `readers` says what door each means, `find` looks for them all, `register` judges.
"""

from shouwang.reading.addresses.door import Address
from shouwang.reading.addresses.find import find_addresses, pick_best
from shouwang.reading.addresses.register import Register, read_address

__all__ = ["Address", "Register", "find_addresses", "pick_best", "read_address"]
