# The words the product's tests are written in. Sourced by product.sh, in host dir1 of the lab's guest.

work=/run/product
state=/var/lib/directord
mkdir -p "$work" "$state"
out=$work/out err=$work/err log=$work/log
daemon='' prefix=()

# check NAME FUNCTION: runs one test, in one line of output that ProductIT reads. A test goes on after what it did not
# expect and ends with nothing running and the kernel's table empty.
check() {
  problem=
  rm -rf -- "$state" && mkdir -p "$state"
  : >"$log"
  prefix=()
  "$2"
  stop KILL
  ipvsadm -C
  if grep -qE "$trace" "$log"; then wrong "stack trace in the log: $(<"$log")"; fi
  if [ -z "$problem" ]; then echo "ok $1"; else echo "failed $1: ${problem//$'\n'/ | }"; fi
}
trace='Exception|^[[:space:]]+at [a-z]+\.'
wrong() { problem+="${problem:+; }$*"; }
equal() { [ "$2" = "$3" ] || wrong "$1: expected <$2>, found <$3>"; }
# succeeds WHAT COMMAND…
succeeds() { "${@:2}" >"$out" 2>"$err" || wrong "$1: exit $?: $(<"$err")"; }
# within SECONDS WHAT COMMAND…: COMMAND may be a function.
within() {
  local deadline=$((${EPOCHREALTIME/./} + $1 * 1000000))
  until "${@:3}" >/dev/null 2>&1; do
    if ((${EPOCHREALTIME/./} > deadline)); then
      wrong "$2: not within $1 s; table: $(table); log: $(tail -n 5 "$log")"
      return
    fi
    sleep 0.05
  done
}
json() { /usr/bin/python3 -IS -c "import json, sys; it = json.load(sys.stdin); print($1)"; }

# The kernel's table in a fixed order, as ipvsadm would save it.
table() { ipvsadm -Sn | sort; }
holds() { ipvsadm -Sn | grep -qxF -- "$1"; }
lacks() { ! ipvsadm -Sn | grep -qF -- "$1"; }
table_is() { [ "$(table)" = "$(sort <<<"$1")" ]; }
# kernel_holds TEXT: the table is exactly this, soon.
kernel_holds() {
  within 10 "the kernel's table" table_is "$1"
  equal "the kernel's table" "$(sort <<<"$1")" "$(table)"
}

# config NAME <<END: a file $work/NAME.conf with what stands in director { } beside the usual.
config() { { echo 'director {'; cat; echo '}'; } >"$work/$1.conf"; }
# The usual service.
web() {
  echo 'ipvs { reconcile-interval = 1s }'
  echo 'virtual-services { web { address = "192.168.26.10:80", scheduler = wrr, check = on, real-servers = ['
  echo '  { name = rs1, address = 192.168.26.21, weight = 100 }, { name = rs2, address = 192.168.26.22, weight = 50 }'
  echo '] } }'
}
web_table='-A -t 192.168.26.10:80 -s wrr
-a -t 192.168.26.10:80 -r 192.168.26.21:80 -g -w 100
-a -t 192.168.26.10:80 -r 192.168.26.22:80 -g -w 50'

directord() { "$LAB_IMAGE/bin/directord" "$@"; }
directorctl() { "$LAB_IMAGE/bin/directorctl" "$@"; }
# Before a command: takes all capabilities from it. An array, so that the command's process is ours to signal.
bare=(setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --)
# ends CODE WHAT COMMAND…: COMMAND ends with CODE; its output is in $out and $err.
ends() {
  local status=0
  "${@:3}" </dev/null >"$out" 2>"$err" || status=$?
  equal "exit code of $2 (it said: $(<"$err"))" "$1" "$status"
}

# start NAME [OPTION…]: the daemon with $work/NAME.conf, below $prefix, until it says that it is ready.
start() {
  "${prefix[@]}" "$LAB_IMAGE/bin/directord" run --config "$work/$1.conf" "${@:2}" </dev/null >>"$log" 2>&1 &
  daemon=$!
  within 30 "the director is ready" http-status 127.0.0.1 9113 /readyz 200
}
stop() { # stop [SIGNAL]
  [ -n "$daemon" ] || return 0
  kill "-${1:-TERM}" "$daemon" 2>/dev/null
  wait "$daemon" 2>/dev/null
  local status=$?
  daemon=
  return "$status"
}

# refused CODE PATTERN COMMAND…: COMMAND ends with CODE, one line says PATTERN, no line is a stack trace, and the
# kernel's table stays as it is.
refused() {
  local before status said
  before=$(table)
  timeout 30 "${@:3}" </dev/null >"$out" 2>"$err"
  status=$?
  said=$(<"$err")
  equal "exit code (it said: $said)" "$1" "$status"
  equal "lines that say $2 in <$said>" 1 "$(grep -cE -- "$2" "$err")"
  ! grep -qE "$trace" "$err" || wrong "stack trace: $said"
  equal "the kernel's table afterwards" "$before" "$(table)"
}
run_refused() { refused "$1" "$2" "$LAB_IMAGE/bin/directord" run --config "$work/$3.conf" "${@:4}"; }
