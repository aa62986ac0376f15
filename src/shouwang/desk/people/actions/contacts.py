"""Whom to call when somebody does not answer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Community, SearchToken
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people import bridge
from shouwang.desk.people.models import Contact, Person


class NobodyToCall(Refused):
    """A contact is a name, a relation or a number; one of them must be there."""

    def __init__(self) -> None:
        super().__init__(_("Write who it is or a telephone number."))


@use_case
def add_contact(
    *, person: Person, by: Actor, at: datetime, stated_by: str, name: str = "", phone: str = "", relation: str = "",
    note: str = "",
) -> Contact:  # fmt: skip
    """Somebody to call about `person`. The same one again is not added twice. Raises NobodyToCall."""
    name, phone, relation = name.strip(), phone.strip(), relation.strip()
    if not (name or phone or relation):
        raise NobodyToCall
    for known in person.contacts.filter(removed_at=None):
        if (known.name, known.phone, known.relation) == (name, phone, relation):
            return known
    contact = Contact(
        community_id=person.community_id, person=person, relation=relation[:40], stated_at=at, stated_by=stated_by[:60]
    )
    contact.name, contact.phone, contact.note = name, phone, note.strip()
    contact.save(force_insert=True)
    index_contacts([contact])
    record("people.contact_added", contact, by=by, at=at, household_id=person.household_id)
    return contact


@use_case
def remove_contact(*, contact: Contact, by: Actor, at: datetime) -> Contact:
    """They are not to be called any more. Saying it twice changes nothing."""
    if Contact.objects.filter(pk=contact.pk, removed_at=None).update(removed_at=at, removed_by=by.account) == 1:
        contact.removed_at, contact.removed_by = at, by.account
        SearchToken.objects.filter(subject_id=contact.pk).delete()
        record("people.contact_removed", contact, by=by, at=at, household_id=contact.person.household_id)
    return contact


def index_contacts(contacts: Iterable[Contact]) -> None:
    """Make new contacts findable under their telephones: a daughter's number leads to her mother."""
    of_community: dict[Community, dict[UUID, Iterable[str]]] = {}
    for contact in contacts:
        of_community.setdefault(contact.community, {})[contact.pk] = bridge.phone_tokens([contact.phone])
    for community, texts in of_community.items():
        SearchToken.objects.index_many(community, texts)
