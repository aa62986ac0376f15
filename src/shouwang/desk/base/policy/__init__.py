"""Who may open which address: one table, and nothing outside it.

Every URL name stands in it (on two pages: `ground` and `services`) with who may see it (GET) and who may send to
it (POST). A name without a row is refused at run time and fails the architecture test. Which rows of a table
somebody may see is the affair of each model's `visible_to(actor)`; there, what is another's looks like what does
not exist.
"""

from shouwang.desk.base.policy.ground import GROUND
from shouwang.desk.base.policy.permission import NOBODY, May
from shouwang.desk.base.policy.services import SERVICES
from shouwang.desk.base.roles import Role

__all__ = ["NOBODY", "TABLE", "May", "may"]

TABLE: dict[str, May] = GROUND | SERVICES


def may(name: str, method: str, role: Role | None) -> bool:
    """Whether somebody in `role` (None: not signed in) may send `method` to the URL called `name`."""
    rule = TABLE.get(name)
    if rule is None:
        return False
    roles = rule.see if method in {"GET", "HEAD"} else rule.do if method == "POST" else NOBODY
    return role in roles if role else rule.visitors and bool(roles)
