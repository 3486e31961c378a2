#!/usr/bin/env bash
# Makes the virtual environment and installs what requirements.txt pins; does nothing when that is done already.
set -euo pipefail
cd "$(dirname "$0")/.."
mark=.venv/.requirements
wanted=$(cksum <requirements.txt)
if [ ! -x .venv/bin/python ]; then
  python=
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$candidate; break; fi
  done
  [ -n "$python" ] || { echo "USE needs Python 3.11 or later" >&2; exit 1; }
  echo "· virtual environment ($("$python" --version))" >&2
  "$python" -m venv .venv
fi
if [ "$(cat "$mark" 2>/dev/null)" != "$wanted" ]; then
  echo "· packages" >&2
  .venv/bin/python -m pip install -q --no-compile --disable-pip-version-check -r requirements.txt
  echo "$wanted" >"$mark"
fi
mkdir -p var
.venv/bin/python scripts/compile_messages.py
