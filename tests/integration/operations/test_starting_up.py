"""Starts the real commands with wrong settings: what an operator sees."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "use.example.org",
    "SITE_URL": "https://use.example.org",
}


def run(*command, **variables):
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **GOOD, **variables}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
    )


def test_good_settings_start():
    outcome = run("-c", "import cms.wsgi")
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize(
    ("variables", "id_", "hint"),
    [
        ({"SECRET_KEY": ""}, "use.E003", "secrets.token_urlsafe"),
        ({"DATABASE_URL": "nonsense"}, "use.E001", "DATABASE_URL"),
        ({"SEARCH_URL": "solr://host"}, "use.E002", "embedded://var/search"),
    ],
)
def test_wrong_settings_stop_the_server_and_the_check_with_a_hint(variables, id_, hint):
    for command in (["-c", "import cms.wsgi"], ["manage.py", "check"]):
        outcome = run(*command, **variables)
        assert outcome.returncode != 0
        assert id_ in outcome.stderr
        assert hint in outcome.stderr
