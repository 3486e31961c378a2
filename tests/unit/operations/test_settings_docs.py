import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = ROOT / "cms" / "settings"
READERS = {"env", "read"}


def name_read(call: ast.Call) -> str | None:
    """The variable that a call as env("X"), env.list("X") or read.database("X") reads."""
    function = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if not (isinstance(function, ast.Name) and function.id in READERS and call.args):
        return None
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def variables_read() -> set[str]:
    calls = (
        node
        for path in SETTINGS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf8")))
        if isinstance(node, ast.Call)
    )
    return {name for call in calls if (name := name_read(call))}


def variables_described() -> set[str]:
    text = (ROOT / ".env.example").read_text("utf8")
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def test_the_scan_sees_all_three_ways_of_reading():
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"} <= variables_read()


@pytest.mark.parametrize("name", sorted(variables_read()))
def test_every_variable_is_described(name):
    assert name in variables_described()


def test_nothing_is_described_that_nobody_reads():
    assert variables_described() <= variables_read()
