#!/usr/bin/env bash
# Installs LocalStack into .emulator/localstack, which git ignores, for a machine without Docker: the Python package
# that its image is made of, and an executor that runs functions as Node.js processes. What is there already stays.
#
#   .emulator/localstack/venv     LocalStack and scripts/localstack/node-executor
#   .emulator/localstack/lib      DynamoDB Local, which LocalStack would download
#
# Needs Python 3.13, as the image has (PYTHON names an interpreter), and what scripts/install-emulators.sh dynamodb-local needs.
set -euo pipefail
cd "$(dirname "$0")/.."

# The last version that starts without a token. docker-compose.localstack.yml has the same.
LOCALSTACK=4.14.0
UV=0.13.9

root=.emulator/localstack
sources=scripts/localstack
# Of all that is installed from here: a change of it installs again.
wanted="$(cat "$0" "$sources/constraints.txt" "$sources"/*.sh "$sources"/node-executor/*.toml "$sources"/node-executor/*/*.* | sha256sum)"
if [ "$(cat "$root/installed" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

# Debian 12 has 3.11. What pyenv has is not on the PATH unless it is chosen.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python python3; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  # What uv downloads, where it can.
  echo 3.13
}

echo "installing LocalStack $LOCALSTACK into $root"
rm -rf "$root"
mkdir -p "$root"
# uv installs the 100 packages in a fraction of pip's time.
python3 -m venv "$root/uv" && "$root/uv/bin/pip" install --quiet --disable-pip-version-check "uv==$UV" ||
  { echo "uv $UV could not be installed from PyPI: Python 3 with its module venv is needed" >&2; exit 1; }
uv() { "$root/uv/bin/uv" "$@" --quiet --no-progress --no-config; }

uv venv --python "$(find_python)" "$root/venv" ||
  { echo "LocalStack needs Python 3.13: install it, and name it by PYTHON" >&2; exit 1; }
uv pip install --python "$root/venv/bin/python" --constraints "$sources/constraints.txt" "localstack-core[runtime]==$LOCALSTACK" ||
  { echo "LocalStack $LOCALSTACK could not be installed from PyPI" >&2; exit 1; }
# From a copy: the build leaves files beside its sources.
cp -r "$sources/node-executor" "$root/node-executor"
uv pip install --python "$root/venv/bin/python" --no-deps "./$root/node-executor" ||
  { echo "$sources/node-executor could not be installed" >&2; exit 1; }

scripts/install-emulators.sh dynamodb-local
lib="$root/lib"
mkdir -p "$lib/dynamodb-local/2" "$lib/java/21/bin"
cp .emulator/dynamodb-local/*.{jar,so} "$lib/dynamodb-local/2/"
mv "$lib"/dynamodb-local/2/DynamoDBLocal-*.jar "$lib/dynamodb-local/2/DynamoDBLocal.jar"
sed "s|@JAVA@|$(command -v java)|" "$sources/dynamodb-local-java.sh" >"$lib/java/21/bin/java"
chmod 755 "$lib/java/21/bin/java"
rm -rf "$root/uv" "$root/node-executor"
echo "$wanted" >"$root/installed"
