# The image and the composition on a real Docker engine. Needs steps.sh and $work.
#
# Where an engine already runs, it is used. Otherwise ../shared/docker/engine.sh, beside the clone, starts one. MNIST is beside it, too.

engine=../shared/docker/engine.sh
mnist=../shared/data/mnist
engine_pid=
container=chainrule-ci-$$
project=chainrule-ci-$$

begin_docker() {
  if docker info >/dev/null 2>&1; then
    return
  fi
  if [ -f "$engine" ]; then
    bash "$engine" up </dev/null >"$work/engine.env" 2>"$work/engine.log" &
    engine_pid=$!
  else
    echo "There is no Docker engine: start one, or put one's start script at $engine"
    return 1
  fi
}

await_docker() {
  if [ -n "$engine_pid" ]; then
    if ! wait "$engine_pid"; then
      cat "$work/engine.log"
      return 1
    fi
    eval "$(cat "$work/engine.env")"
  fi
  docker version --format 'engine {{.Server.Version}}'
  docker compose version
}

docker_clean_up() {
  if [ -n "$engine_pid" ]; then
    wait "$engine_pid"
    eval "$(cat "$work/engine.env")"
  fi
  docker info >/dev/null 2>&1 || return
  docker rm --force --volumes "$container" "$container-examples" >/dev/null 2>&1
  docker volume rm "$container" >/dev/null 2>&1
  POSTGRES_PASSWORD=unused CHAINRULE_ADMIN_KEY=unused docker compose --project-name "$project" --profile observe down --volumes >/dev/null 2>&1
  # Only an engine that this run started is stopped: the script says so in its log.
  if [ -n "$engine_pid" ] && grep -q '\] engine$' "$work/engine.log"; then
    bash "$engine" down >/dev/null 2>&1
  fi
}

build_image() {
  docker build --tag chainrule:local . </dev/null
}

is_healthy() {
  [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]
}

# The image was started without a key: it has made one, and printed it once.
image_has_made_a_key() {
  [ "$(docker exec "$container" stat -c '%a %u' /data/admin-key)" = "600 10001" ]
  CHAINRULE_ADMIN_KEY=$(docker exec "$container" cat /data/admin-key)
  [ "$(docker logs "$container" 2>&1 | grep -cF "$CHAINRULE_ADMIN_KEY")" = 1 ]
}

# refused_without_key <address>: what is not public is refused, and a health check is not.
refused_without_key() {
  [ "$(curl -s -o /dev/null -w '%{http_code}' "$1/api/v1/models")" = 401 ]
  [ "$(curl -s -o /dev/null -w '%{http_code}' -X POST "$1/actuator/backups")" = 401 ]
  curl -fsS -o /dev/null "$1/actuator/health"
}

run_image() {
  local at
  local -x CHAINRULE_ADMIN_KEY
  # Xshare:on ends the process if it cannot use the class archive.
  docker run --detach --name "$container" --memory 512m --publish 127.0.0.1::8080 --volume "$container:/data" \
    --read-only --volume /tmp --env JAVA_TOOL_OPTIONS=-Xshare:on chainrule:local >/dev/null
  if ! until_true 180 is_healthy; then
    docker logs "$container" 2>&1 | tail -n 60
    return 1
  fi
  [ "$(docker exec "$container" id -u)" != 0 ]
  at=$(docker port "$container" 8080/tcp)
  image_has_made_a_key
  refused_without_key "http://$at"
  node .ci/examples.mjs "http://$at" README.md
  if [ ! -d "$mnist" ]; then
    echo "The four IDX files of MNIST must be in $mnist"
    return 1
  fi
  node .ci/mnist.mjs "http://$at" "$mnist"
  curl -fsS -X POST "http://$at/actuator/backups" -H "Authorization: Bearer $CHAINRULE_ADMIN_KEY"
  docker stop --time 40 "$container" >/dev/null
  # 143: ended by SIGTERM, as expected. 137 would be a kill, by the engine or for lack of memory.
  [ "$(docker inspect --format '{{.State.ExitCode}} {{.State.OOMKilled}}' "$container")" = "143 false" ]
  docker logs "$container" 2>&1 | grep -q 'Graceful shutdown complete'
  docker run --rm --volume "$container:/data" chainrule:local restore | grep 'Restored'
}

# The image's repositories are generated code, which the tests do not run.
image_answers_the_examples() {
  docker run --detach --rm --name "$container-examples" --memory 1g --publish 127.0.0.1::8080 --env CHAINRULE_ANONYMOUS=admin \
    chainrule:local >/dev/null
  local at
  at=http://$(docker port "$container-examples" 8080/tcp)
  until_true 180 curl -fsS -o /dev/null "$at/actuator/health/readiness"
  node .ci/examples.mjs "$at" --files "$mnist" README.md src/docs/*.md src/docs/*/*.md
  docker rm --force --volumes "$container-examples" >/dev/null
}

compose_needs_a_password_and_a_key() {
  local name
  for name in POSTGRES_PASSWORD CHAINRULE_ADMIN_KEY; do
    if POSTGRES_PASSWORD=unused CHAINRULE_ADMIN_KEY=unused \
        env -u "$name" docker compose --project-name "$project" --env-file /dev/null config --quiet; then
      echo "The composition must not start without $name"
      return 1
    fi
  done
}

# Each optional line, without the # before it, leaves the composition as it is: the line is an assignment, and its value is the default.
example_settings_are_the_defaults() {
  local names name used
  local settings=$work/settings.env
  sed -E 's/^[A-Z_]+=$/&unused/' .env.example >"$settings"
  composition "$settings" >"$work/composition"
  names=$(grep -oE '^(# )?[A-Z][A-Z_]*=' .env.example | tr -d '# =')
  for name in $names; do
    sed -E "s/^# ($name=)/\\1/" "$settings" >"$settings.$name"
    if ! composition "$settings.$name" | cmp - "$work/composition"; then
      echo ".env.example: $name does not have the default that docker-compose.yml has"
      return 1
    fi
  done
  used=$(grep -oE '\$\{[A-Z_]+' docker-compose.yml | tr -d '${' | sort -u)
  diff <(sort -u <<<"$names") <(echo "$used") || { echo ".env.example does not list what docker-compose.yml reads"; return 1; }
}

composition() {
  env -u POSTGRES_PASSWORD -u CHAINRULE_ADMIN_KEY docker compose --project-name "$project" --env-file "$1" config
}

# Grafana is not started: its image is 700 MB, and a test compares its dashboard with the metrics.
prometheus_reads_the_replicas() {
  local at
  export CHAINRULE_PROMETHEUS_PORT
  CHAINRULE_PROMETHEUS_PORT=$(free_port)
  docker compose --project-name "$project" up --detach --wait --wait-timeout 180 prometheus </dev/null
  # Of the libraries' metrics some have names that promtool does not like.
  curl -fsS "$1/actuator/prometheus" -H "Authorization: Bearer $CHAINRULE_ADMIN_KEY" | grep -E '^(# (HELP|TYPE) )?chainrule_' \
    | docker run --rm --interactive --entrypoint promtool chainrule-prometheus:local check metrics
  at=http://127.0.0.1:$CHAINRULE_PROMETHEUS_PORT
  if ! until_true 60 has_three_replicas "$at"; then
    curl -sS "$at/api/v1/targets"
    return 1
  fi
}

has_three_replicas() {
  curl -fsS --get "$1/api/v1/query" --data-urlencode 'query=count(chainrule_jobs{state="SUCCEEDED"})' | grep -q '"3"\]'
}

# The commands of the page about PostgreSQL, with a job that trains while the dump is made. It ends, it and the README's model are deleted, and
# the dump is restored: the job resumes, and the model answers as before.
composition_is_backed_up_and_restored() {
  local page=src/docs/operations/postgresql.md
  local example="node .ci/examples.mjs $1 --folder $work/dump $page"
  local job undisturbed resumed
  local -x COMPOSE_PROJECT_NAME=$project COMPOSE_FILE=$PWD/docker-compose.yml
  mkdir "$work/dump"
  job=$(node .ci/interrupted.mjs begin "$1")
  $example#backup
  undisturbed=$(node .ci/interrupted.mjs end "$1" "$job")
  for deleted in "jobs/$job" models/xor; do
    curl -fsS -X DELETE "$1/api/v1/$deleted" -H "Authorization: Bearer $CHAINRULE_ADMIN_KEY"
  done
  $example#restore
  docker compose up --detach --wait --wait-timeout 180 --scale app=3 </dev/null
  # The balancer looks for replicas every two seconds.
  until_true 30 curl -fsS -o /dev/null "$1/actuator/health/readiness"
  node .ci/examples.mjs "$1" README.md#predict
  resumed=$(node .ci/interrupted.mjs resumed "$1" "$job")
  [ "$resumed" = "$undisturbed" ] || { echo "Undisturbed $undisturbed, restored $resumed"; return 1; }
  $example#delete
}

run_composition() {
  local at
  export POSTGRES_PASSWORD CHAINRULE_ADMIN_KEY CHAINRULE_PORT
  POSTGRES_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  CHAINRULE_ADMIN_KEY=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  CHAINRULE_PORT=$(free_port)
  if ! docker compose --project-name "$project" up --detach --wait --wait-timeout 180 --scale app=3 </dev/null; then
    docker compose --project-name "$project" logs --tail 60
    return 1
  fi
  at=http://127.0.0.1:$CHAINRULE_PORT
  refused_without_key "$at"
  node .ci/examples.mjs "$at" README.md
  prometheus_reads_the_replicas "$at"
  # This ends one of the replicas.
  node .ci/replicas.mjs "$at" "$project"
  # This stops the others, and starts all again.
  composition_is_backed_up_and_restored "$at"
  docker compose --project-name "$project" --profile observe down --volumes
}
