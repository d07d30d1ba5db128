#!/usr/bin/env bash
# Installs Ruler, the engine behind the event patterns of Amazon EventBridge, into .emulator/event-ruler, which git
# ignores: tests hold payload filters against it. What is there already stays.
set -euo pipefail
cd "$(dirname "$0")/.."

EVENT_RULER=2.1.0
DEPENDENCY_PLUGIN=3.8.1

jars=.emulator/event-ruler
if [ -e "$jars/event-ruler-$EVENT_RULER.jar" ]; then exit 0; fi
command -v java >/dev/null && command -v mvn >/dev/null ||
  { echo "Event Ruler needs Java 17 and Maven, which are not there" >&2; exit 1; }
echo "installing Event Ruler $EVENT_RULER into $jars"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cat >"$work/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>posthorn</groupId>
  <artifactId>event-ruler</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>software.amazon.event.ruler</groupId>
      <artifactId>event-ruler</artifactId>
      <version>$EVENT_RULER</version>
    </dependency>
  </dependencies>
</project>
POM
mvn --batch-mode --quiet --file "$work/pom.xml" \
  "org.apache.maven.plugins:maven-dependency-plugin:$DEPENDENCY_PLUGIN:copy-dependencies" \
  -DoutputDirectory="$work/jars" ||
  { echo "Event Ruler $EVENT_RULER could not be fetched by Maven" >&2; exit 1; }
# All at once, so that a fetch that was cut off is not taken for a whole one.
mkdir -p .emulator
rm -rf "$jars"
mv "$work/jars" "$jars"
