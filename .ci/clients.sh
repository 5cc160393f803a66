#!/usr/bin/env bash
# Generates clients from the contract in Java and in TypeScript, compiles them, and runs the README's XOR with both against a service:
# bash .ci/clients.sh http://localhost:8080 <folder for what is made>
set -euo pipefail
cd "$(dirname "$0")/.."

host=$1
made=$2
generator=7.25.0
mkdir -p "$made"

# Its log names each file that it writes.
generate() {
  if ! java -jar "$made/openapi-generator-cli-$generator.jar" generate -i src/main/resources/openapi.yaml \
    --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false,skipFormModel=false "$@" >"$made/generator.log" 2>&1; then
    tail -n 40 "$made/generator.log"
    return 1
  fi
}

java_client() {
  local packages=invokerPackage=client,apiPackage=client.api,modelPackage=client.model
  generate -g java --library okhttp-gson -o "$made/java" --additional-properties="openApiNullable=false,useJakartaEe=true,containerDefaultToNull=true,$packages"
  mvn -q -B -f "$made/java/pom.xml" dependency:build-classpath -Dmdep.outputFile="$made/java.classpath" </dev/null
  find "$made/java/src/main/java" -name '*.java' >"$made/java.sources"
  javac -nowarn -proc:none -d "$made/java/classes" -cp "$(cat "$made/java.classpath")" "@$made/java.sources" .ci/clients/QuickStart.java
  java -cp "$made/java/classes:$(cat "$made/java.classpath")" QuickStart "$host"
}

typescript_client() {
  local folder=$made/typescript
  mkdir -p "$folder"
  generate -g typescript-axios -o "$folder/client" --additional-properties=withNodeImports=true,importFileExtension=.js
  cp .ci/clients/quick-start.ts .ci/clients/tsconfig.json "$folder"
  echo '{"type": "module"}' >"$folder/package.json"
  npm install --silent --no-audit --no-fund --prefix "$folder" typescript@5.9.3 axios@1.21.1 @types/node@20.19.25 </dev/null
  "$folder/node_modules/.bin/tsc" -p "$folder"
  node "$folder/out/quick-start.js" "$host"
}

mvn -q -B dependency:copy -Dartifact="org.openapitools:openapi-generator-cli:$generator" -DoutputDirectory="$made" -Dmdep.useBaseVersion=true </dev/null
java_client
typescript_client
