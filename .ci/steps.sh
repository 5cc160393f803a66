# Steps with a closing summary. The caller runs under set -e and defines on_finish.

summary=()
current=

step() {
  current=$1
  shift
  local began=$SECONDS
  printf '\n=== %s\n' "$current"
  "$@"
  summary+=("$(printf 'ok     %4d s  %s' $((SECONDS - began)) "$current")")
  current=
}

finish() {
  local status=$?
  trap - EXIT
  set +e
  [ -z "$current" ] || summary+=("FAILED         $current")
  on_finish
  printf '\n=== Summary (%d s)\n' "$SECONDS"
  [ ${#summary[@]} = 0 ] || printf '%s\n' "${summary[@]}"
  [ "$status" = 0 ] && echo "All steps passed." || echo "Failed with status $status."
  exit "$status"
}

# until_true <tries> <command...>: twice a second, quietly; fails after that many tries.
until_true() {
  local tries=$1
  shift
  for ((i = 0; i < tries; i++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.5
  done
  return 1
}

free_port() {
  node -e 'const server = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(server.address().port); server.close(); })'
}
