# USE. `make help` explains itself.
.DEFAULT_GOAL := help
PY := .venv/bin/python
.PHONY: help run test lint bench soak opensearch opensearch-stop messages assets

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: ## set everything up and serve at http://127.0.0.1:8000/ (PORT, DATABASE_URL, SEARCH_URL)
	@scripts/run.sh

test: ## set everything up and run the whole suite
	@scripts/test.sh

lint: ## style, types, import contracts, migrations, system checks
	@scripts/lint.sh

bench: ## timings as ratios of two things measured in one run
	@scripts/setup.sh && $(PY) -m bench

soak: ## a bounded load on a server of its own, with a rebuild meanwhile
	@scripts/setup.sh && $(PY) -m bench.soak

opensearch: ## install and start a real OpenSearch 3.6 without docker; prints its address
	@scripts/opensearch/opensearch.sh ensure

opensearch-stop: ## stop it
	@scripts/opensearch/opensearch.sh stop

messages: ## gather the texts of the interface for translation (needs GNU gettext)
	@$(PY) manage.py makemessages -l fr -l es --no-location --no-wrap -i .venv -i var

assets: ## join the stylesheets into static/css/site.css
	@$(PY) scripts/build_assets.py
