#!/usr/bin/env bash
# Installs the packages of Python that tests use into .emulator/python-tools, which git ignores. What is there stays.
#
#   openapi-python-client    generates a client from docs/openapi.json (test/clients)
#   cryptography             Ed25519 for the receiver in Python (test/receiving)
#   schemathesis             holds the service against docs/openapi.json (test/api)
set -euo pipefail
cd "$(dirname "$0")/.."

PACKAGES="openapi-python-client==0.29.1 cryptography==50.0.2 schemathesis==4.32.5"

venv=.emulator/python-tools
if [ "$(cat "$venv/installed" 2>/dev/null)" = "$PACKAGES" ]; then exit 0; fi
echo "installing $PACKAGES into $venv"
python3 -m venv --clear "$venv" ||
  { echo "a Python environment could not be made: Python 3 with its module venv is needed" >&2; exit 1; }
# shellcheck disable=SC2086 # a list
"$venv/bin/pip" install --quiet --disable-pip-version-check $PACKAGES ||
  { echo "$PACKAGES could not be installed from PyPI" >&2; exit 1; }
echo "$PACKAGES" >"$venv/installed"
