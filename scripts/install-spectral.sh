#!/usr/bin/env bash
# Installs Spectral, a linter of OpenAPI documents, into .emulator/spectral, which git ignores: the tests hold
# docs/openapi.json against it. It is no dependency, since it would bring 240 packages into every installation. What is
# there already stays.
set -euo pipefail
cd "$(dirname "$0")/.."

# renovate: datasource=npm depName=@stoplight/spectral-cli
SPECTRAL=6.16.3

folder=.emulator/spectral
if [ "$(cat "$folder/installed" 2>/dev/null)" = "$SPECTRAL" ]; then exit 0; fi
echo "installing Spectral $SPECTRAL into $folder"
mkdir -p "$folder"
npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  "@stoplight/spectral-cli@$SPECTRAL" >/dev/null ||
  { echo "Spectral $SPECTRAL could not be installed from npm" >&2; exit 1; }
echo "$SPECTRAL" >"$folder/installed"
