#!/usr/bin/env bash
# Installs what stands in for AWS on this machine into .emulator/, which git ignores. What is there already stays.
#
#   .emulator/venv/bin/ministack         the emulator that the whole stack is deployed to (npm run emulator)
#   .emulator/dynamodb-local/*.jar       AWS's own DynamoDB for one machine: what the DynamoDB adapter is held against
#
#   scripts/install-emulators.sh [ministack] [dynamodb-local]      both, unless one is named
set -euo pipefail
cd "$(dirname "$0")/.."

MINISTACK=1.5.33
DYNAMODB_LOCAL=2.6.1

ministack() {
  local venv=.emulator/venv
  if "$venv/bin/python" -c "import importlib.metadata as m; exit(m.version('ministack') != '$MINISTACK')" 2>/dev/null; then
    return
  fi
  echo "installing MiniStack $MINISTACK into $venv"
  python3 -m venv "$venv" ||
    { echo "a Python environment could not be made: Python 3 with its module venv is needed" >&2; return 1; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check "ministack==$MINISTACK" ||
    { echo "MiniStack $MINISTACK could not be installed from PyPI" >&2; return 1; }
}

dynamodb_local() {
  local jars=.emulator/dynamodb-local
  if [ -e "$jars/DynamoDBLocal-$DYNAMODB_LOCAL.jar" ]; then return; fi
  scripts/fetch-jars.sh "com.amazonaws:DynamoDBLocal:$DYNAMODB_LOCAL" "$jars"
}

for emulator in "${@:-all}"; do
  case "$emulator" in
    ministack) ministack ;;
    dynamodb-local) dynamodb_local ;;
    all) ministack; dynamodb_local ;;
    *) echo "there is no emulator $emulator: ministack, dynamodb-local" >&2; exit 2 ;;
  esac
done
