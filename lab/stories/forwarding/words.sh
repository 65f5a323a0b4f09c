# The words that the cases of lab/forwarding are written in. Sourced by lab/guest/forwarding-story.

patience=60   # what an answer may take; a guest is slow. Shorter where none is expected
declare -A problem=() told=() seen=() held=()
wrong() {
  problem[$name]+="${problem[$name]:+; }$phase: $*"
  echo "   $name, $phase: $*" >&2
}
# within WHAT COMMAND…: COMMAND, which may be a function, succeeds before the deadline.
within() {
  local deadline=$((${EPOCHREALTIME/./} + patience * 1000000))
  until "${@:2}" >/dev/null 2>&1; do
    ((${EPOCHREALTIME/./} < deadline)) || { wrong "$1: not within $patience s"; return 1; }
    sleep 0.05
  done
}
must() { local patience=240; within "$@" || fatal; }
fatal() {
  echo "FAILED $phase: $* ${problem[$name]:-}; dir1: $(end_of dir1) dir2: $(end_of dir2)" | tr '\n' ' '
  echo
  exit 1
}
end_of() { tail -n 3 "$LAB_OUT/$1.log" 2>&1; }
equal() { [ "$2" = "$3" ] || wrong "$1: expected <$2>, found <$3>"; }
lines() { tr '\n' '|' <<<"$*"; }
spoils() { [[ ,${LAB_BREAK:-}, = *",$1,"* ]]; }
since() { echo "   $phase $1 at $(cut -d' ' -f1 /proc/uptime) s" >&2; }

# asked QUESTION…: what the client says to that; see lab/guest/asker.
asked() {
  local line
  echo "$*" >&"$to_asker"
  while IFS= read -r -t 300 -u "$from_asker" line && [ "$line" != . ]; do echo "$line"; done
}
# ask COUNT ADDRESS PORT [SOURCE,…]: who answered whom how often, in lines "SERVER CLIENT COUNT"; and failures.
ask() { asked get "$patience" "$1" "$2" "$3" "${4:-192.168.26.100}" | counted; }
counted() { awk '{n[$0]++} END {for (who in n) print who, n[who]}' | LC_ALL=C sort; }
asker_start() {
  mkfifo /run/lab/questions /run/lab/answers
  exec {to_asker}<>/run/lab/questions {from_asker}<>/run/lab/answers
  on client asker /run/lab/questions /run/lab/answers </dev/null &
}
page() { on "$1" curl -sS -m "$patience" "http://$2/?peer" 2>&1; }

# table HOST: its servers, "SERVICE SERVER WEIGHT" each.
table() { on "$1" ipvsadm -Ln | awk '/^(TCP|UDP|FWM)/ {service = $1 $2} /->.*[0-9] *$/ {print service, $2, $4}'; }
all_serve() { local host; for host; do (($(table "$host" | awk '$3 > 0' | wc -l) == 51)) || return; done; }   # 17 services
third_lost() { table "$active" >/run/lab/table && ! awk '$1 !~ /:21$|FWM19/ && $2 ~ /23\]?:/ && $3 > 0' /run/lab/table | grep -q .; }
ready() { director "$1" ready; }
role_is() { [ "$(director "$1" role)" = "$2" ]; }
