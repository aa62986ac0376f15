"""The desk's settings under test: English, fast hashing, a data folder of its own, either database."""

import os
import tempfile

os.environ["SHOUWANG_DATA"] = tempfile.mkdtemp(prefix="shouwang-test-")
os.environ["SHOUWANG_DATABASE"] = os.environ.get("SHOUWANG_TEST_DATABASE", "")
os.environ.pop("SHOUWANG_PRODUCTION", None)

from shouwang.desk.settings import *  # noqa: F403

LANGUAGE_CODE = "en"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if ON_POSTGRESQL:  # noqa: F405
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("SHOUWANG_TEST_TEMPLATE")}  # noqa: F405
else:
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405  (threads need a file)
    # What asks for no order gets the other one: on PostgreSQL a plan may change with any row.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA reverse_unordered_selects=ON;"  # noqa: F405
