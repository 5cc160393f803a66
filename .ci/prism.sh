#!/usr/bin/env bash
# Sends the requests of http-requests/ through a proxy that compares requests and answers with the contract:
# bash .ci/prism.sh http://localhost:8080 <folder for what is made> (prism and httpyac are on the PATH)
#
# The proxy reports differences and does not refuse them (its option --errors), because wrong requests must reach the service, which is to
# refuse them itself. It corrupts bytes that are no text, and does not pass on requests to addresses that the contract does not have.
set -euo pipefail
shopt -s extglob
cd "$(dirname "$0")/.."

host=$1
made=$2
. .ci/steps.sh
port=$(free_port)
mkdir -p "$made"

# Calls from this machine need no key.
sed '/^      security: \[{key:/d' src/main/resources/openapi.yaml >"$made/openapi.yaml"
prism proxy "$made/openapi.yaml" "$host" --port "$port" >"$made/prism.log" 2>&1 </dev/null &
proxy=$!
trap 'kill $proxy' EXIT
until_true 120 curl -fsS -o /dev/null "http://127.0.0.1:$port/problems"

bash .ci/http-requests.sh "http://127.0.0.1:$port" http-requests/!(images|tutorial-4-surfaces|operations|problems).http
node .ci/prism-log.mjs "$made/prism.log"
