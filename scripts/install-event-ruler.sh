#!/usr/bin/env bash
# Installs Ruler, the engine behind the event patterns of Amazon EventBridge, into .emulator/event-ruler, which git
# ignores: tests hold payload filters against it. What is there already stays.
set -euo pipefail
cd "$(dirname "$0")/.."

EVENT_RULER=2.1.0

jars=.emulator/event-ruler
if [ -e "$jars/event-ruler-$EVENT_RULER.jar" ]; then exit 0; fi
scripts/fetch-jars.sh "software.amazon.event.ruler:event-ruler:$EVENT_RULER" "$jars"
