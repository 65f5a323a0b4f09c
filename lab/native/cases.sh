# Words for scripts that go through cases in networks of their own: what is expected of a and b, who says otherwise, and
# many cases at once. Sourced after lib.sh, never run; the script has cases, run_case, $addresses, $interval_ms.

# ---- what is expected; a story goes on after what it did not expect

wrong() { problem+="${problem:+; }$*"; }
# active HOST: by its own account it holds the addresses. FRR has them always, on a link that it blocks.
active() {
  local address
  if [ "${kind_of[$1]}" = frr ]; then
    router_running "$1" && vtysh --vty_socket "$work/$1.state" -c 'show vrrp json' 2>/dev/null |
      /usr/bin/python3 -ISc 'import json, sys
sys.exit(not any(router[family]["status"] == "Master" for router in json.load(sys.stdin) for family in ("v4", "v6")))' 2>/dev/null
  else
    for address in $addresses; do holds "$1" "$address" || return 1; done
  fi
}
# passive HOST: it holds none of them.
passive() {
  local address
  [ "${kind_of[$1]}" != frr ] || { ! active "$1"; return; }
  for address in $addresses; do ! holds "$1" "$address" || return 1; done
}
alone() { active "$1" && passive "$2"; }
# The client asks the last address; who answers says so.
answers() {
  [ "$(in_net client bash -c 'exec 5<>"/dev/udp/$1/7007" && printf 12345678 >&5 && timeout 0.5 dd bs=64 count=1 <&5 2>/dev/null' \
    - "${addresses##* }" 2>/dev/null)" = "12345678$1" ]
}
other() { if [ "$1" = a ]; then echo b; else echo a; fi; }
# takes_over HOST MS WHY: HOST alone holds the addresses and answers, after at most MS.
takes_over() {
  local begin took
  begin=$(now)
  until alone "$1" "$(other "$1")"; do
    if (($(now) - begin > $2 * 1000)); then
      wrong "$3: $1 is not the only active one after $2 ms (a $(role a), b $(role b))"
      return
    fi
    sleep 0.01
  done
  took=$((($(now) - begin) / 1000))
  until_true 2 answers "$1" || wrong "$3: $1 is active but does not answer the client"
  told+=" $1 after $took ms;"
}
role() { if active "$1"; then echo active; elif passive "$1"; then echo passive; else echo 'has some of the addresses'; fi; }
# stays HOST MS WHY: HOST alone is active all that time.
stays() {
  local begin
  begin=$(now)
  while (($(now) - begin < $2 * 1000)); do
    alone "$1" "$(other "$1")" || { wrong "$3: $1 did not stay the only active one (a $(role a), b $(role b))"; return; }
    sleep 0.02
  done
}

# ---- starting, stopping, and how long that may take

# Nobody heard: three intervals and the skew, with room for a busy machine. Priority 0 heard: the skew alone, less than
# three intervals however busy it is.
down() { echo $((interval_ms * 3 + interval_ms * (256 - $1) / 256 + 1000)); }
# Below 300 ms the two cannot be told apart by looking.
soon() { if ((interval_ms < 300)); then down 100; else echo $((interval_ms * 27 / 10)); fi; }
booting() { echo $(($(down 100) + 20000)); }
start() {
  local host
  for host; do router_start "$host"; done
  for host; do
    [ "${kind_of[$host]}" != directord ] || until_true 60 speaks "$host" || wrong "directord on $host does not answer"
  done
}
speaks() { grep -q '"routers"' <<<"$(http "$1" /api/v1/status)"; }
stop() { router_signal "$1" TERM; }
kill_hard() { router_kill "$1"; wipe "$1"; }

# ---- many cases

# side_by_side [OPTION…]: every case as a run of its own: what it starts goes with it, and it goes with us.
side_by_side() {
  local name failed=0 running=0
  while read -r name _; do
    [[ -z $only || ,$only, = *",$name,"* ]] || continue
    if ((running == jobs)); then wait -n || failed=1; running=$((running - 1)); fi
    setpriv --pdeathsig TERM -- "$lab/${0##*/}" --only "$name" ${out:+--out "$out"} "$@" &
    running=$((running + 1))
  done < <(cases)
  while ((running > 0)); do wait -n || failed=1; running=$((running - 1)); done
  return "$failed"
}
