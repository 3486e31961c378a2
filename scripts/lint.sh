#!/usr/bin/env bash
# Everything that is held without running the site.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=cms.settings.test
$bin/ruff check .
$bin/ruff format --check .
$bin/lint-imports
$bin/mypy $(git ls-files 'search/*.py' '*/services.py' '*/services/*.py' '*/selectors.py' '*/selectors/*.py' '*/policy.py' | grep -v /migrations/)
$bin/python manage.py makemigrations --check --dry-run
$bin/python manage.py check
