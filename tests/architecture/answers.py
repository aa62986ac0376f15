"""What an answer says, whatever it is made of: page, paper, sheet, redirect or error."""

import io
import re
import subprocess
import zipfile
from typing import Any

TOKENS = re.compile(
    r"""name="csrfmiddlewaretoken"\ value="[^"]*" | "X-CSRFToken":\ "[^"]*" | name="op_id"\ value="[^"]*"
    | datetime="[^"]*" | [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}""",
    re.VERBOSE,
)


def words_of(answer: Any) -> str:
    """Everything that a person or a program could read in `answer`: its headers, its text, its pages, its cells."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    cookies = answer.cookies.output()
    return f"{headers}\n{cookies}\n{text_of(body)}"


def text_of(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
        return re.sub(r"\s+", "", done.stdout.decode())  # a word may be broken by a line
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as sheet:
            return "\n".join(sheet.read(name).decode("utf-8", "replace") for name in sheet.namelist())
    return body.decode("utf-8", "replace")


def said(answer: Any) -> tuple[int, str, str]:
    """`answer` without what differs each time anyway: two that are equal tell nobody which is which."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, TOKENS.sub("-", answer.get("Location", "")), TOKENS.sub("-", text_of(body))
