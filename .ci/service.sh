# The service by the README's start command, on a free port and with a separate data folder. Needs steps.sh and $work.

port=$(free_port)
service_pid=

is_ready() {
  curl -fsS --max-time 5 "http://localhost:$port/actuator/health/readiness"
}

# Also true when the process has ended, so that the wait ends.
is_ready_or_gone() {
  is_ready || ! kill -0 "$service_pid"
}

start_service() {
  local before
  touch "$work/service.log"
  before=$(wc -l <"$work/service.log")
  SERVER_PORT=$port CHAINRULE_DATA_FOLDER=$work/data mvn spring-boot:run </dev/null >>"$work/service.log" 2>&1 &
  service_pid=$!
  until_true 240 is_ready_or_gone || true
  if ! is_ready >/dev/null; then
    echo "The service is not ready; its log ends:"
    tail -n 60 "$work/service.log"
    return 1
  fi
  tail -n "+$((before + 1))" "$work/service.log" | grep -E 'listens on|kernels'
}

stop_service() {
  [ -n "$service_pid" ] || return 0
  kill "$service_pid" 2>/dev/null || true
  wait "$service_pid" 2>/dev/null || true
  service_pid=
}

# Like a power failure: the service, which is Maven's child process, has no time to write anything.
kill_service() {
  pkill -KILL -P "$service_pid"
  wait "$service_pid" 2>/dev/null || true
  service_pid=
}

# A request that ended in a 500, or work in the background that failed, leaves an ERROR behind.
service_logged_no_error() {
  if grep -A 10 ' ERROR ' "$work/service.log"; then return 1; fi
}
