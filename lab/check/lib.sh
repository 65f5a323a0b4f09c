# The words the steps of the walk-through are written in. Sourced by check/runner, in host dir1 of the guest.

original=$LAB_CONFIG/dir1.conf
conf=/run/directord/dir1.conf   # a copy the steps may edit
conf2=/run/directord/dir2.conf
log=$LAB_OUT/dir1.log
vip=192.168.26.10
met=0 failed=0

if [ -n "${LAB_TERMINAL:-}" ]; then bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'; else bold='' green='' red='' plain=''; fi
now() { echo "${EPOCHREALTIME/./}"; }                                    # microseconds
seconds() { printf '%d.%03d' $(($1 / 1000000)) $(($1 / 1000 % 1000)); }   # …as seconds

step() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
say() { printf '   %s\n' "$*"; }
show() { "$@" 2>&1 | sed 's/^/   | /'; }

verdict() {
  if [ "$1" = 0 ]; then met=$((met + 1)); printf '   %sPASS%s  %s\n' "$green" "$plain" "$2"
  else failed=$((failed + 1)); printf '   %sFAIL%s  %s\n' "$red" "$plain" "$2"; fi
}
# expect TEXT COMMAND…: COMMAND succeeds.
expect() {
  local status=0
  "${@:2}" >/dev/null 2>&1 || status=1
  verdict "$status" "$1"
}
# expect_within SECONDS TEXT COMMAND…: COMMAND succeeds before the deadline; $took says after how many seconds.
expect_within() {
  local begin status=0
  begin=$(now)
  deadline_loop "$1" "${@:3}" || status=1
  took=$(seconds $(($(now) - begin)))
  if [ "$status" = 0 ]; then verdict 0 "$2: after $took s (allowed $1 s)"; else verdict 1 "$2: not within $1 s"; fi
}
# As the command wait-for, but COMMAND may be a function of ours.
deadline_loop() {
  local deadline=$(($(now) + $(milliseconds "$1") * 1000))
  until "${@:2}" >/dev/null 2>&1; do
    (($(now) < deadline)) || return 1
    sleep 0.02
  done
}
milliseconds() { local fraction=${1#*.}000; [[ $1 = *.* ]] || fraction=000; echo $((${1%.*} * 1000 + 10#${fraction:0:3})); }
expect_equal() { if [ "$2" = "$3" ]; then verdict 0 "$1: $3"; else verdict 1 "$1: expected $2, got $3"; fi; }
expect_between() {
  if [ "$4" -ge "${2:-0}" ] 2>/dev/null && [ "$4" -le "$3" ]; then verdict 0 "$1: $4 (expected $2 to $3)"; else verdict 1 "$1: $4, expected $2 to $3"; fi
}
# sabotaged NAME: true when --break NAME was asked for; the step then spoils what it expects, and must fail.
sabotaged() { [ "${LAB_BREAK:-}" = "$1" ] && say "(broken on purpose: $1)"; }

# The kernel's table: weight SERVER [SERVICE] prints a weight, or nothing; table prints it all, in a fixed order.
table() { ipvsadm -Sn | sort; }
weight() { ipvsadm -Sn | sed -n "s/^-a -t ${2:-$vip:80} -r $1:80 .*-w \([0-9]*\).*/\1/p"; }
weight_is() { [ "$(weight "$1")" = "$2" ]; }
test_no_service() { ! ipvsadm -Sn | grep -qF -- "-A -t $1 "; }
connections_so_far() { ipvsadm -Ln --stats | awk -v service="$vip:80" '$2 == service {count = $3} END {print count + 0}'; }

# Background load from the client: load_start [OPTION…]; load_stop sets $load to its summary, see field.
load_start() {
  on client load --json --watch "$@" "http://$vip/" >"$LAB_OUT/load" 2>&1 &
  load_pid=$!
  deadline_loop 5 grep -q answers "$LAB_OUT/load" || say "no answer to the load within 5 s"
}
load_stop() {
  kill -TERM "$load_pid" 2>/dev/null || true
  wait "$load_pid" || true
  load=$(tail -n 1 "$LAB_OUT/load")
  say "load: $(shares)"
}
# The summary in words.
shares() {
  local servers='' reasons=''
  [[ $load =~ \"servers\":\ \{([^}]*)\} ]] && servers=${BASH_REMATCH[1]//\"/}
  [[ $load =~ \"reasons\":\ \{([^}]+)\} ]] && reasons=" (${BASH_REMATCH[1]//\"/})"
  echo "$(field total) requests, $(field failed) failed$reasons; ${servers//:/}"
}
# field NAME: a number of the load's summary, or the requests that server NAME answered.
field() { if [[ $load =~ \"$1\":\ ([0-9.]+) ]]; then echo "${BASH_REMATCH[1]}"; else echo 0; fi; }

# Who of the two directors has the service address: "dir1", "dir2", "dir1 dir2" or nothing.
holders() {
  local host found=''
  for host in dir1 dir2; do ! holds "$host" || found+=" $host"; done
  echo "${found# }"
}
holds() { [ -n "$(ip -n "$1" -o addr show dev eth0 up to "$vip")" ]; }
holder_is() { [ "$(holders)" = "$1" ]; }
# active HOST: it holds the address, the other does not, and both say so.
active() {
  local other=dir2
  [ "$1" = dir1 ] || other=dir1
  holder_is "$1" && says "$1" active && says "$other" backup
}
says() { [ "$(director "$1" role)" = "$2" ]; }
# reaches HOST: what the client sends to the service address goes there.
reaches() { [ "$(on client ip neigh show "$vip" | sed -n 's/.*lladdr \([^ ]*\).*/\1/p')" = "$(mac "$1")" ]; }
mac() { ip -n "$1" -o link show eth0 | sed -n 's/.*link\/ether \([^ ]*\).*/\1/p'; }
# failed_until SINCE: how long after SINCE the last request failed, microseconds; 0 if none did.
failed_until() {
  local last
  last=$(field last_failure_us)
  if ((last == 0)); then echo 0; else echo $((last - $1)); fi
}
# expect_no_gap MOST [WAITED]: no request waited or was refused; or at most WAITED, as a host that is busy with other work
# stops the guest, and both directors in it, for longer than their timers. When the address moves from one living kernel
# to another, what was in its first packets then is reset: the kernels tell each other of a connection from its third
# packet on. MOST at the usual pace; after a moment in which the guest stood still requests come in a crowd, and then it may
# meet all that were ever under way at once.
expect_no_gap() {
  local others=$(($(field failed) - $(field ECONNRESET))) most=$1 at_once
  at_once=$(field most_at_once)
  ((at_once <= most)) || most=$at_once
  expect_between "requests that waited in vain, or were refused" 0 "${2:-0}" "$others"
  expect_between "requests that were cut off as the address moved, of up to $at_once under way" 0 "$most" "$(field ECONNRESET)"
}
# The other one notices, and a second for the guest: three intervals of 500 ms, a skew of at most one, a JVM at work.
takeover_allowed=3.5

# The director's log since mark_log.
mark_log() { log_from=$(($(wc -l <"$log") + 1)); }
new_log() { tail -n "+$log_from" "$log"; }
log_says() { new_log | grep -qiE -- "$1"; }
