# The life of one guest, seen from the host: sourced by lab/run and lab/debian, never run. Theirs are $out, $keep,
# $memory, $timeout.

run= guest= tails=()
guest_end() {
  trap '' INT TERM HUP
  [ -z "$guest" ] || stop_group "$guest"
  if ((${#tails[@]})); then
    kill "${tails[@]}" 2>/dev/null || true
    wait "${tails[@]}" 2>/dev/null || true
  fi
  if [ -n "$run" ]; then
    if [ -n "$keep" ]; then echo "lab/${0##*/}: kept $run" >&2; else rm -rf -- "$run"; fi
  fi
}

# guest_begin: makes the run directory $run, with $out in it unless that is elsewhere, and leaves nothing behind.
guest_begin() {
  trap guest_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  run=$(umask 077; mktemp -d "${LAB_RUNS:-${TMPDIR:-/tmp}}/directord-lab.XXXXXX")
  run=$(cd "$run" && pwd -P)
  [[ $run != *[[:space:],]* ]] ||
    { echo "lab/${0##*/}: blanks in '$run': the kernel command line takes none; set LAB_RUNS" >&2; exit 64; }
  mkdir -p -- "${out:=$run/out}"
  out=$(cd -- "$out" && pwd -P)
  : >"$run/stdout" && : >"$run/stderr"
}

# guest_boot WORD…: boots with these words on the kernel's command line, prints what comes to $run/stdout and
# $run/stderr, and ends as $run/rc says.
guest_boot() {
  local cpu memory_dir status why
  cpu=${LAB_CPU:-$(idle_cpu)}
  memory_dir=$(memory_dir "$memory")
  # The guest leads its own process group: UML forks helpers that outlive it when only its main process is killed.
  (umask 0; TMPDIR=$memory_dir exec setpriv --pdeathsig TERM timeout --kill-after=3 "$timeout" \
    taskset -c "$cpu" linux.uml "mem=$memory" root=/dev/root rootfstype=hostfs ro LAB_RUN="$run" \
    umid=uml uml_dir="$run/" con=null con0=null,fd:1 ssl=null quiet panic=-1 "$@" \
    </dev/null >"$run/console" 2>&1) &
  guest=$!
  # Interrupts are ours to handle; the tails end by themselves when the guest has gone and all is copied.
  (trap '' INT; exec setpriv --pdeathsig TERM tail -q -s 0.05 --pid="$guest" -c +1 -f "$run/stdout") & tails+=($!)
  (trap '' INT; exec setpriv --pdeathsig TERM tail -q -s 0.05 --pid="$guest" -c +1 -f "$run/stderr" >&2) & tails+=($!)

  wait -n "$guest" "${tails[@]}" 2>/dev/null || true
  if kill -0 "$guest" 2>/dev/null; then exit 141; fi   # a tail ended first: nobody reads our output any more
  wait "$guest" 2>/dev/null && status=0 || status=$?   # bash would name the signal it died of
  wait "${tails[@]}" || true
  tails=()
  stop_group "$guest"
  guest=
  [ ! -s "$run/rc" ] || exit "$(cat "$run/rc")"
  if ((status == 124 || status == 137)); then why="timed out after $timeout s"; else why="died (UML exit $status)"; fi
  { echo "lab/${0##*/}: the guest $why; the end of its console:"; tail -n 25 "$run/console" | sed 's/^/  | /'; } >&2
  exit 125
}
