#!/usr/bin/env bash
# Installs the generators that make clients from docs/openapi.json in tests, and the libraries that those clients need,
# into .emulator/client-generators, which git ignores. What is there already stays.
#
#   openapi-generator-cli    go, java, python, typescript-fetch, csharp (Java 17, Maven)
#   oapi-codegen             Go; the modules of both clients in Go are fetched into Go's own cache
#   openapi-fetch            for the types of openapi-typescript, which is among the packages of npm
set -euo pipefail
cd "$(dirname "$0")/.."

OPENAPI_GENERATOR=7.25.0
OAPI_CODEGEN=v2.8.2
GO_TOOLCHAIN=go1.25.5
GO_MODULES="github.com/oapi-codegen/runtime@v1.9.0 gopkg.in/validator.v2@v2.0.1"
JAVA_LIBRARIES="com.fasterxml.jackson.core:jackson-databind:2.21.5 com.fasterxml.jackson.datatype:jackson-datatype-jsr310:2.21.5
  org.openapitools:jackson-databind-nullable:0.2.11 com.google.code.findbugs:jsr305:3.0.2
  jakarta.annotation:jakarta.annotation-api:1.3.5"
PYTHON_PACKAGES="pydantic==2.13.4 urllib3==2.7.0 python-dateutil==2.9.0.post0 typing-extensions==4.15.0"
OPENAPI_FETCH=0.17.0

all="$OPENAPI_GENERATOR $OAPI_CODEGEN $GO_TOOLCHAIN $GO_MODULES $JAVA_LIBRARIES $PYTHON_PACKAGES $OPENAPI_FETCH"
folder=.emulator/client-generators
if [ "$(cat "$folder/installed" 2>/dev/null)" = "$all" ]; then exit 0; fi
for tool in java mvn python3 go npm; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done
echo "installing the generators of clients into $folder"
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
work="$(mktemp -d)"
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

generators() {
  scripts/one-maven.sh org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="org.openapitools:openapi-generator-cli:$OPENAPI_GENERATOR" -DoutputDirectory="$work/generator"
  mv "$work/generator/openapi-generator-cli-$OPENAPI_GENERATOR.jar" "$folder/openapi-generator-cli.jar"
}

java_libraries() {
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>posthorn</groupId><artifactId>client</artifactId>'
    echo '<version>1</version><dependencies>'
    for library in $JAVA_LIBRARIES; do
      IFS=: read -r group artifact version <<<"$library"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } >"$work/pom.xml"
  scripts/one-maven.sh --file "$work/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/jars"
  rm -rf "$folder/jars"
  mv "$work/jars" "$folder/jars"
}

# Debian's Go may be older than the generated clients want. The module of a toolchain is fetched as any other.
newer_go() {
  minor="$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')"
  if [ "$minor" -ge 25 ]; then
    ln -sfn "$(go env GOROOT)" "$folder/go"
    return
  fi
  module="golang.org/toolchain@v0.0.1-$GO_TOOLCHAIN.$(go env GOOS)-$(go env GOARCH)"
  (cd "$work" && GOFLAGS=-mod=mod GONOSUMDB='*' GONOSUMCHECK=1 GOSUMDB=off go mod download "$module")
  chmod -R u+w,+x "$(go env GOMODCACHE)/$module/bin" "$(go env GOMODCACHE)/$module/pkg/tool"
  ln -sfn "$(go env GOMODCACHE)/$module" "$folder/go"
}

go_tools() {
  newer_go
  export GOTOOLCHAIN=local GOFLAGS=-mod=mod
  GOBIN="$folder/bin" "$folder/go/bin/go" install "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@$OAPI_CODEGEN"
  rm -rf "$folder/module"
  mkdir "$folder/module"
  cd "$folder/module"
  "$folder/go/bin/go" mod init example.com/you 2>/dev/null
  # shellcheck disable=SC2086 # a list
  "$folder/go/bin/go" get $GO_MODULES
}

python_packages() {
  python3 -m venv --clear "$folder/python"
  # shellcheck disable=SC2086 # a list
  "$folder/python/bin/pip" install --quiet --disable-pip-version-check $PYTHON_PACKAGES
}

npm_packages() {
  npm install --silent --no-audit --no-fund --no-package-lock --prefix "$folder" "openapi-fetch@$OPENAPI_FETCH"
}

# Side by side: each of them waits for a registry of its own.
pids=()
for part in "generators; java_libraries" go_tools python_packages npm_packages; do
  (set -e; eval "$part") &
  pids+=($!)
done
for pid in "${pids[@]}"; do
  wait "$pid" || { echo "a generator of clients, or a library, could not be installed" >&2; exit 1; }
done
echo "$all" >"$folder/installed"
