#!/usr/bin/env bash
# From nothing to a site that answers: environment, database, starter corpus, index, server.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-cms.settings.dev} OMP_NUM_THREADS=1
exec .venv/bin/python manage.py serve --port "${PORT:-8000}"
