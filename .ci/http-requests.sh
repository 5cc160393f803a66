#!/usr/bin/env bash
# Runs every file in http-requests/, or those that are named, against a service:
# bash .ci/http-requests.sh http://localhost:8080 [<file>...] (httpyac is on the PATH)
set -euo pipefail
shopt -s nullglob

host=$1
failed=()
files=("${@:2}")
[ ${#files[@]} -gt 0 ] || files=(http-requests/*.http)
[ ${#files[@]} -gt 0 ] || { echo "There is no file in http-requests/"; exit 1; }

for file in "${files[@]}"; do
  echo "--- $file"
  status=0
  output=$(timeout 180 httpyac send "$file" --all --output short --var "host=$host" 2>&1 </dev/null) || status=$?
  written=$(grep -cE '^(GET|POST|PUT|PATCH|DELETE) ' "$file" || true)
  sent=$(grep -oE '^[0-9]+ requests? processed' <<<"$output" | grep -oE '^[0-9]+' || true)
  if [ "$status" = 0 ] && [ "$written" -gt 0 ] && [ "${sent:-0}" = "$written" ]; then
    echo "$sent requests, $(grep -c '✓' <<<"$output") assertions"
  else
    printf '%s\n' "$output"
    echo "$file: status $status, ${sent:-0} of $written requests sent"
    failed+=("$file")
  fi
done

if [ ${#failed[@]} -gt 0 ]; then
  echo "Failed: ${failed[*]}"
  exit 1
fi
