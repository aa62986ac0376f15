"""An installation behind HTTPS passes Django's own inspection; its pages carry the headers that protect people."""

import os
import re
import subprocess
import sys

import pytest
from django.templatetags.static import static


@pytest.fixture
def production(tmp_path):
    """Run a piece of Python on a production installation; returns what it printed."""

    def run(*command):
        told = {
            "SHOUWANG_DATA": str(tmp_path / "data"), "SHOUWANG_PRODUCTION": "1", "SHOUWANG_HOSTS": "desk.example",
            "SHOUWANG_ORIGIN": "https://desk.example", "DJANGO_SETTINGS_MODULE": "shouwang.desk.settings",
        }  # fmt: skip
        environment = {**os.environ, **told, "PYTHONPATH": "src"}
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_the_deployment_check_finds_nothing(production):
    told = production("-m", "django", "check", "--deploy", "--fail-level", "WARNING")

    assert "no issues (0 silenced)" in told


def test_cookies_and_passwords_are_guarded_in_production(production):
    told = production(
        "-c",
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from django.contrib.auth.hashers import make_password\n"
        "from shouwang.desk.base import device_cookie\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, device_cookie.NAME)\n"
        "print(make_password('x')[:14])",
    )

    assert told.split() == ["True", "True", "True", "__Host-device", "argon2$argon2i"]


def test_nothing_but_our_own_scripts_and_styles_runs(client, db):
    policy = client.get("/sign-in/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_pages_are_not_kept_by_anything_between_and_tell_nobody_where_one_came_from(client, db):
    answer = client.get("/sign-in/")

    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_sheet_is_kept_for_ever_under_a_name_that_changes_with_it(client, db):
    url = static("desk/frame.css")
    assert re.fullmatch(r"/static/desk/frame\.[0-9a-f]{12}\.css", url)

    answer = client.get(url)

    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]


def test_under_its_plain_name_a_sheet_is_asked_about_each_time(client, db):
    answer = client.get("/static/desk/frame.css")

    assert answer.status_code == 200
    assert "max-age=0" in answer["Cache-Control"]


def test_a_name_of_another_day_is_not_answered_with_todays_sheet(client, db):
    assert client.get("/static/desk/frame.000000000000.css").status_code == 404
