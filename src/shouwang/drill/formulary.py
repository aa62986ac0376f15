"""The formulary of Banyan Court: what is on a shelf everywhere, of invented makers, numbers and barcodes.

Generic names are real, and so are a few brands that chains use; no box of these exists.
"""

from datetime import datetime
from pathlib import Path

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.medicine.actions.drug_sheets import apply_drug_sheet, receive_drug_sheet
from shouwang.desk.medicine.models import DrugSheet

SHEET = Path(__file__).with_name("formulary.csv")


def fill(community: Community, by: Actor, at: datetime) -> DrugSheet:
    """Import the sheet as a desk does: received, looked through, taken over. Said twice, nothing is new."""
    assert by.community == community
    sheet = receive_drug_sheet(data=SHEET.read_bytes(), filename="社区常用药目录（虚构）.csv", by=by, at=at)
    return apply_drug_sheet(sheet=sheet, by=by, at=at)
