# The commands of the house. Everything they need on a bare Debian 12 is installed on the way.

.PHONY: help run test test-postgres lock

help:
	@echo "make run            start the single-PC edition with practice data on 127.0.0.1:8000 (PORT=…)"
	@echo "make test           everything that has to hold before a change is handed in"
	@echo "make test-postgres  the whole suite on PostgreSQL instead of SQLite"
	@echo "make lock           resolve the dependencies of pyproject.toml anew"

run:
	@scripts/run

test:
	@scripts/test

test-postgres:
	@scripts/test-postgres

lock:
	@scripts/lock
