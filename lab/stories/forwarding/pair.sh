# What moves from one director to the other. Sourced by lab/guest/forwarding-story.

# A connection that is open from before the first takeover: one request in each phase, always answered by the same server.
connection() {   # ADDRESS
  local answer=/run/lab/held.$1.$phase expected
  [ "$phase" != start ] || return 0
  if [ "$phase" = lost ]; then
    mkfifo "/run/lab/held.$1"
    exec {held[$name]}<>"/run/lab/held.$1"
    on client held-connection "$1" "/run/lab/held.$1" </dev/null &
  fi
  echo "$answer" >&"${held[$name]}"
  within 'an answer on the connection' test -s "$answer" || return
  expected=${seen[$name]:-$(<"$answer")}
  [[ $expected = *' 192.168.26.100' ]] || wrong "the answer was $expected"
  equal 'who answers on the connection' "$expected" "$(<"$answer")"
  seen[$name]=$expected
}

# All addresses of both networks are at the active one, and everybody knows.
floating() { echo 192.168.26.1{0..9} fd00:26::10 fd00:26::11 10.11.12.10 fd00:12::10; }
has() { ip -n "$1" -o addr show up | awk '{sub("/.*", "", $4); print $4}' | grep -xF -- "$(floating | tr ' ' '\n')" | sort; }
all_at() { [ "$(has "$1")" = "$(floating | tr ' ' '\n' | sort)" ]; }
none_at() { [ -z "$(has "$1")" ]; }
mac() { ip -n "$1" -o link show "$2" | sed 's/.*ether \([^ ]*\).*/\1/'; }
neighbour_is() { [ "$(on "$1" ip neigh show "$2" | sed -n 's/.*lladdr \([^ ]*\).*/\1/p')" = "$(mac "$active" "$3")" ]; }
together() {
  local other=dir2
  [ "$active" = dir1 ] || other=dir1
  within "$active has all addresses" all_at "$active"
  # Nobody takes them from a kernel whose director was killed.
  if [ "$phase" = killed ]; then all_at "$other" || wrong "the kernel of the killed director lost addresses"
  else within "$other has none of the addresses" none_at "$other"; fi
  page client 192.168.26.11 >/run/lab/page
  page in1 192.168.26.1 >/run/lab/page
  within 'the client finds it' neighbour_is client 192.168.26.11 eth0
  within 'a server finds its gateway there' neighbour_is in1 10.11.12.10 eth1
  [ "$phase" != start ] && [ "$phase" != lost ] || return 0
  load_stop
}

load_start() {
  on client load --json --rate 20 --deadline 10 http://192.168.26.11/ >/run/lab/load 2>&1 &
  load_pid=$!
}
# Connections in their first packets are lost when the address moves; see docs/lab.md.
load_stop() {
  kill -TERM "$load_pid"
  wait "$load_pid"
  local failed total
  failed=$(sed -n 's/.*"failed": \([0-9]*\).*/\1/p' /run/lab/load) total=$(sed -n 's/.*"total": \([0-9]*\).*/\1/p' /run/lab/load)
  told[$name]+=" $phase: $failed of $total requests failed;"
  ((${total:-0} >= 20 && failed <= 30)) || wrong "of ${total:-no} requests while it moved failed ${failed:-all}"
}

# What the active one knows of persistent clients, and of connections that are open, the other knows as well. What is long
# closed may stand in one table as open: not every end is told.
templates() { on "$1" ipvsadm -Lnc | awk '$4 ~ /:0$/ {print $4, $5, $6}' | sort; }
open() { on client ss -Htn state established | awk '{print $3, $4}'; }
synchronised() {
  local pair missing
  templates "$active" >/run/lab/known && missing=$(comm -23 /run/lab/known <(templates "$1")) || return
  on "$1" ipvsadm -Lnc >/run/lab/there
  while read -r pair; do tr -s ' ' </run/lab/there | grep -qF -- " $pair " || missing+=" $pair"; done < <(open)
  echo "$missing" >/run/lab/unknown
  [ -z "$missing" ]
}
must_know() {
  spoils sync && return
  local patience=240
  within "$1 knows of all connections" synchronised "$1" || fatal "it does not know: $(tr '\n' ';' </run/lab/unknown)"
}
