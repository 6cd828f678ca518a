# Everything that one does with this checkout. The work itself is in scripts/ and e2e/.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run build check test test-api e2e bench bench-api bench-ui bench-similar bench-people bench-sign-in soak fuzz screenshots clean

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

test-api: ## the whole API against its document by made-up requests, as anonymous, customer, agent and administrator (EXAMPLES=30)
	@scripts/test-api

bench: ## intake by LMTP and IMAP beside the disk's limit, on both databases; memory of a 30 MB mail (MAILS=1000)
	@scripts/bench

bench-api: ## the agent's requests on 200,000 tickets in PostgreSQL, beside a bare SELECT; SQLITE=yes fills SQLite too
	@scripts/bench-api

bench-ui: ## click to painted ticket, scrolling, live changes on 200,000 tickets, in Chromium
	@scripts/bench-ui

bench-similar: ## what looking for duplicates of a new ticket costs among 200,000 others (TICKETS=200000)
	@scripts/bench-similar

bench-people: ## what looking somebody up costs among 100,000 people, on both databases
	@scripts/bench-people

bench-sign-in: ## what 200 sign-ins at once cost those who work (TICKETS=20000)
	@scripts/bench-sign-in

soak: ## the long one: 5,000 mixed mails by three doors with kill -9 every few seconds, then every count compared (MAILS=5000)
	@scripts/soak

fuzz: ## the mail parser against bytes that nobody wrote, 20 minutes; FUZZ_SECONDS changes that
	@scripts/fuzz

screenshots: ## docs/screenshots, taken from the demo
	@scripts/screenshots

clean: ## forget dist/ and the demo's data (tools and target folders stay in the cache)
	@rm -rf dist data
