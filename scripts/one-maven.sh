#!/usr/bin/env bash
# Maven with the given arguments, one at a time: two that fill the same local repository disturb each other.
set -euo pipefail
command -v java >/dev/null && command -v mvn >/dev/null ||
  { echo "Java 17 and Maven are needed, and at least one of them is missing" >&2; exit 1; }
# macOS has no flock: start one script after another there.
if command -v flock >/dev/null; then
  exec 9>"${TMPDIR:-/tmp}/posthorn-maven.lock"
  flock 9
fi
exec mvn --batch-mode --quiet "$@"
