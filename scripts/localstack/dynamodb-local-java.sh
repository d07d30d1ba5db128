#!/usr/bin/env bash
# The `java` that LocalStack starts DynamoDB Local with. LocalStack's command line is
#   java … -javaagent:<its patch> … -jar <folder>/DynamoDBLocal.jar …
# The patch is not on Maven Central, and the manifest of the jar names other versions of its libraries than Maven
# brings. So the agent is left out, and the class path is all jars of the folder.
set -euo pipefail

arguments=()
while (($#)); do
  case "$1" in
    -javaagent:*) ;;
    -jar)
      arguments+=(-cp "$(dirname "$2")/*" com.amazonaws.services.dynamodbv2.local.main.ServerRunner)
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
# By its path: LocalStack has this file first on the PATH. scripts/install-localstack.sh puts the path in.
exec @JAVA@ "${arguments[@]}"
