#!/usr/bin/env bash
# Fetches a library of Java and all that it needs by Maven into a folder.
#
#   scripts/fetch-jars.sh <group>:<artifact>:<version> <folder>      the folder is replaced
set -euo pipefail

DEPENDENCY_PLUGIN=3.8.1

IFS=: read -r group artifact version <<<"$1"
jars="$2"
echo "installing $artifact $version into $jars"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cat >"$work/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>posthorn</groupId>
  <artifactId>$artifact</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>$group</groupId>
      <artifactId>$artifact</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
scripts/one-maven.sh --file "$work/pom.xml" \
  "org.apache.maven.plugins:maven-dependency-plugin:$DEPENDENCY_PLUGIN:copy-dependencies" \
  -DoutputDirectory="$work/jars" ||
  { echo "$artifact $version could not be fetched by Maven" >&2; exit 1; }
# All at once, so that a fetch that was cut off is not taken for a whole one.
mkdir -p "$(dirname "$jars")"
rm -rf "$jars"
mv "$work/jars" "$jars"
