#!/usr/bin/env bash
# Runs the Postman collection against a service: bash .ci/postman.sh http://localhost:8080 <temporary folder> (newman is on the PATH)
set -euo pipefail

report=$2/postman.json
newman run http-requests/chainrule.postman_collection.json --env-var "host=$1" --color off \
  --reporters cli,json --reporter-json-export "$report" --timeout 180000 </dev/null
node -e '
  const { requests, assertions } = JSON.parse(require("node:fs").readFileSync(process.argv[1])).run.stats;
  if (!requests.total || !assertions.total) {
    console.error("The collection sent nothing or asserted nothing");
    process.exit(1);
  }' "$report"
