# compose.yaml as its users have it, with an override where a test cannot be one. Sourced by lab/container, never run.

compose=()
find_compose() {
  if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
  elif docker-compose version >/dev/null 2>&1; then
    compose=(docker-compose)
  else
    return 1
  fi
  cp -- "${lab%/*}/packaging/src/container/compose.yaml" "$work/"
  compose_override >"$work/lab.yaml"
  export COMPOSE_PROJECT_NAME=$name COMPOSE_FILE=$work/compose.yaml:$work/lab.yaml
}
# A shadow, of the image just built; and an engine without CAP_SYS_RESOURCE gives no more than it has.
compose_override() {
  printf 'services:\n  directord:\n    image: %s\n    command: [run, --shadow]\n    ulimits:\n' "$name:test"
  compose_limit rtprio r 51 1
  compose_limit memlock l unlimited 1024
  compose_limit nofile n 65536 1
}
# compose_limit NAME FLAG WANTED BYTES: WANTED is that of compose.yaml.
compose_limit() {
  local own
  own=$(ulimit -H"$2")
  if (ulimit -"$2" "$3") 2>/dev/null; then own=$3; else own=$((own * $4)); fi
  echo "      $1: ${own/unlimited/-1}"
}
compose() { (cd "$work" && "${compose[@]}" "$@") 2>&1; }
# -T: docker-compose 1 wants a terminal, unless told.
compose_control() { compose exec -T directord directorctl "$@"; }
compose_knows() { compose_control services | grep -q "^$1 "; }
compose_is() { docker inspect --format "{{.$1}}" "$(compose ps --all -q directord)"; }
compose_up() { compose up --detach && within 60 compose_knows "$1"; }

compose_starts() {
  configure web
  compose_up web && compose_control status | grep -q '^public ' && rights_of "$(compose_is State.Pid)"
}
# As container.md has it; and by the signal, after which Docker holds the container for stopped: hence last of all.
compose_reloads() { configure shop && compose_control reload && compose_knows shop; }
compose_hears() { configure web && compose kill -s HUP directord && within 20 compose_knows web; }
compose_restarts() {
  kill -KILL "$(compose_is State.Pid)" && within 60 compose_restarted && within 60 compose_knows shop
}
compose_restarted() { [ "$(compose_is RestartCount)" = 1 ]; }
compose_stops() {
  local begin=$SECONDS
  compose stop || return
  [ "$(compose_is State.ExitCode)" = 0 ] || { compose_is State; false; } || return
  ((SECONDS - begin < 60)) || { echo "took $((SECONDS - begin)) s"; false; }
}
# What an operator said outlives the container.
compose_keeps() {
  compose up --detach && within 60 compose_knows web && compose_control weight web/web1 7 &&
    compose down && compose_up web || return
  compose_control servers | tee /dev/stderr | grep -Eq 'web1 .* up +7 '
}
