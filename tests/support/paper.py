"""Reading paper in tests."""

import shutil
import subprocess


def text_of(pdf: bytes) -> str:
    """The words of a PDF, without any white space: how letters are set apart is the printer's affair."""
    return "".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The same, page by page."""
    assert shutil.which("pdftotext"), "these tests read paper with pdftotext; on Debian: apt-get install poppler-utils"
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in run.stdout.decode().split("\f")[:-1]]
