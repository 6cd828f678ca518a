# Everything that one does with this checkout. The work itself is in scripts/ and e2e/.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run build check test e2e bench bench-api bench-ui soak screenshots clean

# Where `make run` listens; both on this machine only.
PORT ?= 8080
LMTP_PORT ?= 2424
export PORT LMTP_PORT

help: ## this list
	@echo "Pult, the service desk of a university. make run starts it, make test proves it."
	@echo
	@sed -nE 's/^([a-z0-9-]+): ## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo
	@echo "  PORT=8080 and LMTP_PORT=2424 are the ports of make run; PULT_CACHE is the folder of tools and built things."

setup: ## install whatever building and testing need
	@scripts/setup test

run: ## build what is missing, set up the demo university, serve it at http://127.0.0.1:8080
	@scripts/run

build: ## the one binary with the front end inside: dist/pult
	@scripts/build

check: ## the fast lints: format, clippy, dependencies
	@scripts/test check

test: ## everything that must pass
	@scripts/test all

e2e: ## only the tests with real servers and a real browser; ONLY=name picks files
	@scripts/test e2e

bench: ## 2,000 mails by LMTP beside the machine's own limit
	@scripts/bench

bench-api: ## the agent's requests on 200,000 tickets in PostgreSQL, beside a bare SELECT; SQLITE=yes fills SQLite too
	@scripts/bench-api

bench-ui: ## click to painted ticket, scrolling, live changes on 200,000 tickets, in Chromium
	@scripts/bench-ui

soak: ## the long one: 20 times kill -9 while 500 mails arrive
	@scripts/soak

screenshots: ## docs/screenshots, taken from the demo
	@scripts/screenshots

clean: ## forget dist/ and the demo's data (tools and target folders stay in the cache)
	@rm -rf dist data
