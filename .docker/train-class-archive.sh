#!/usr/bin/env bash
# Starts the service by the given command, lets it train XOR as a user would, and stops it: what the virtual machine has loaded then are the
# classes of the start and of a first job. Part of `docker build`.
set -euo pipefail

export CHAINRULE_DATA_FOLDER SERVER_ADDRESS=127.0.0.1 SERVER_PORT=8080
CHAINRULE_DATA_FOLDER=$(mktemp -d)
"$@" &
service=$!

# request METHOD PATH [BODY]: prints the answer; fails when there is none.
request() {
  exec 3<>"/dev/tcp/$SERVER_ADDRESS/$SERVER_PORT"
  printf '%s %s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&3
  cat <&3
  exec 3>&-
}

# expect PATTERN METHOD PATH [BODY]: fails when the answer lacks the pattern.
expect() {
  local answer
  answer=$(request "${@:2}" "${4:-}")
  grep -q "$1" <<<"$answer" || { echo "$2 $3 answered: $answer"; return 1; }
}

until expect ' 200' GET /actuator/health/readiness 2>/dev/null; do
  kill -0 "$service"
  sleep 0.1
done
xor='"features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]'
layers='{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}'
expect ' 201' POST /api/v1/datasets "{\"name\": \"xor\", $xor}"
expect ' 201' POST /api/v1/models "{\"name\": \"xor\", \"layers\": [$layers], \"loss\": \"binary_cross_entropy\"}"
job=$(request POST /api/v1/jobs '{"model": "xor", "dataset": "xor", "epochs": 10000}' | grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
expect '"state":"SUCCEEDED"' GET "/api/v1/jobs/$job?wait=60"
expect '"epoch":0' GET "/api/v1/jobs/$job/epochs?maxPoints=100"
expect '"outputs"' POST /api/v1/models/xor/predict '{"rows": [[0, 1]]}'

kill "$service"
# 143: ended by SIGTERM, as expected.
wait "$service" || [ $? = 143 ]
