import re
import subprocess
import sys
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parent.parent.parent


def test_built_assets_are_up_to_date():
    done = subprocess.run(
        [sys.executable, "scripts/build_assets.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_stylesheet_stays_small():
    assert len(brotli.compress((ROOT / "static/css/site.css").read_bytes())) <= 8_000


def test_templates_hold_no_style_or_script_of_their_own():
    """But for mails, which have no stylesheet."""
    inline = re.compile(r"<style|\sstyle=|\son(click|load|change|submit)=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    found = [
        str(p.relative_to(ROOT))
        for p in (ROOT / "templates").rglob("*.html")
        if "mail" not in p.parts and inline.search(p.read_text("utf8"))
    ]
    assert not found
