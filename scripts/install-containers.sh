#!/usr/bin/env bash
# Installs what test/container needs to build and run the image: Docker's engine from Debian, and a base image that takes
# the place of node:24-bookworm-slim where no image registry can be reached. It is made of the same parts: Debian
# bookworm by debootstrap, and the Node.js and npm that are pinned here. Needs root, apt-get, and `npm ci` before it.
#
#   .emulator/containers/base.tar     the file system of the base image
set -euo pipefail
cd "$(dirname "$0")/.."

NPM=11.19.1
VERSION="bookworm node-$(node_modules/.bin/node --version) npm-$NPM"

folder=.emulator/containers
node="$PWD/node_modules/node/bin/node"

packages=()
[ -x /usr/sbin/dockerd ] || packages+=(docker.io iptables iproute2)
[ -x /usr/bin/docker-compose ] || packages+=(docker-compose)
[ -x /usr/sbin/debootstrap ] || packages+=(debootstrap)
if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}"
  # Debian's package starts an engine where there is systemd; the tests start one of their own.
  { apt-get -o DPkg::Lock::Timeout=300 update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${packages[@]}"; } \
    >/dev/null || { echo "Debian's packages ${packages[*]} could not be installed" >&2; exit 1; }
fi

if [ "$(cat "$folder/installed" 2>/dev/null)" = "$VERSION" ]; then exit 0; fi
echo "making a base image ($VERSION) in $folder"
rm -rf "$folder"
mkdir -p "$folder"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian >"$folder/debootstrap.log" 2>&1 ||
  { tail -5 "$folder/debootstrap.log" >&2; echo "debootstrap failed" >&2; exit 1; }
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/doc "$root"/usr/share/man
install -m 755 "$node" "$root/usr/local/bin/node"
npm install --global --prefix "$root/usr/local" --ignore-scripts --no-audit --no-fund --loglevel=error "npm@$NPM" >/dev/null
# As in the real image. Its user is what the container runs as.
chroot "$root" groupadd --gid 1000 node
chroot "$root" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
# A network that inspects TLS has an authority of its own; npm needs it inside of the build, too.
mkdir -p "$root/etc/ssl/certs"
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"; fi
tar --create --file "$folder/base.tar" --directory "$root" --exclude=./dev --exclude=./proc --exclude=./sys .
echo "$VERSION" >"$folder/installed"
