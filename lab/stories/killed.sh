# A director that is killed or frozen. Sourced by lab/holding.

# plain HOST PRIORITY [MORE]
plain() {
  config "$1" <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, priority = $2, advertisement-interval = ${interval_ms}ms
    preempt = $([ "$preempt" = yes ] && echo true || echo false), addresses = ["10.77.4.1/32"]${3:+, $3}
  } }
END
}
pair_of() { plain a 150 "${1:-}"; plain b 100 "${1:-}"; }

# sweep_says HOST STATUS: removes what was left there; what it says is in $swept.
sweep_says() {
  local status=0
  swept=$(in_net "$1" "$LAB_IMAGE/bin/directord" sweep "$work/$1.conf" 2>&1) || status=$?
  equal "exit code of sweep (it said: $swept)" "$2" "$status"
}
# What is not ours: of the same kinds, in the same places.
foreign() {
  on a addr add 10.77.9.9/32 dev eth0
  on a addr add 10.77.9.8/16 dev eth0
  on a addr add fd77::9:9/128 dev eth0 nodad
  on a route add 10.97.0.0/16 via 10.77.0.9 table 100 proto static
  on a rule add from 10.97.0.0/16 lookup 100 priority 1000
  on a link add vrrp.99 link eth0 address 00:00:5e:00:01:63 type macvlan mode private
  on a addr add 10.77.9.7/32 dev vrrp.99
}
# sweeps: kills the director of a, which is active and to be alone; what it held stays until it is swept, and nothing
# else goes.
sweeps() {
  local before=$1 during
  during=$(everything a)
  sweep_says a 1
  [[ $swept = *'nothing was removed'* ]] || wrong "sweep beside a director said: $swept"
  equal 'everything after a sweep beside a director' "$during" "$(everything a)"
  router_kill a
  equal 'everything after the kill' "$during" "$(everything a)"
  sweep_says a 0
  equal 'everything after the sweep' "$before" "$(everything a)"
  told+=" $(wc -l <<<"$swept") swept;"
  sweep_says a 0
  equal 'what a second sweep says' '' "$swept"
}
sweep() {
  local before
  foreign
  before=$(everything a)
  paths_of a 150
  start a
  soon_true 10 'the director of a is active' paths_as a '"$paths_wanted"'
  sweeps "$before"
}
sweep_mac() {
  local before link mac
  mac_setting
  foreign
  before=$(everything a)
  virtual_mac_of a 150
  start a
  soon_true 10 'the director of a is active' active a
  sweeps "$before"
  virtual_mac_of a 150
  start a
  soon_true 10 'the director of a is active after the sweep' active a '&&' has_link a
  stop_and_wait a
  equal 'everything after the stop' "$before" "$(everything a)"
}

# A lease ends without anybody's help: two seconds, and one that the kernel takes.
lease() {
  local begin
  pair_of 'lease = 2s'
  watch a
  start a b
  takes_over a "$(booting)" 'start of both'
  stays a 5000 'with a lease'
  equal 'addresses that went while the director lives' 0 "$(seen a deleted 10.77.4.1)"
  begin=$(now)
  router_kill a
  soon_true 2 'b takes over from a killed director' active b
  leaves "$begin" 'a killed director'
  takes_over b 100 'the lease of a killed director has ended'
  start a
  takes_over a "$(booting)" 'a started again'
  begin=$(now)
  router_signal a STOP
  soon_true 2 'b takes over from a frozen director' active b
  leaves "$begin" 'a frozen director'
  takes_over b 100 'the lease of a frozen director has ended'
  router_signal a CONT
  takes_over a "$(booting)" 'a runs again'
  stays a 5000 'afterwards'
  soon_true 2 'the log tells of the sleep' logged a event=overslept
}
# leaves SINCE WHO: its address is gone three seconds after SINCE; half a second is for looking.
leaves() {
  until_true 10 passive a
  local took=$((($(now) - $1) / 1000))
  ((took <= 3500)) || wrong "$2 keeps its address for $took ms"
  told+=" gone after $took ms;"
}

# Started again before anybody missed it: nobody noticed. b is patient, as a JVM takes its time on a busy machine.
restart_in_time() {
  interval_ms=400
  plain a 150
  plain b 100 'down-timer-adverts = 100'
  start a b
  takes_over a "$(booting)" 'start of both'
  watch a
  watch b
  router_kill a
  start a
  soon_true 10 'a is active again' role_is a active
  stays a 1000 'afterwards'
  equal 'addresses that went' 0 "$(seen a deleted 10.77.4.1)"
  equal 'addresses that b got meanwhile' 0 "$(seen b added 10.77.4.1)"
  now_true 'b is no backup' role_is b backup
}
# Started again when b has taken over: who has the address then keeps it, or gets it back, and nobody is without.
restart_too_late() {
  pair_of
  start a
  takes_over a "$(booting)" 'a alone'
  start b
  stays a $((interval_ms * 5)) 'b started'
  router_kill a
  soon_true 5 'b takes over' active b
  now_true 'a killed director lost its address' active a
  watch a
  watch b
  start a
  if [ "$preempt" = yes ]; then
    takes_over a "$(booting)" 'a started again'
    stays a $((interval_ms * 10)) 'afterwards'
    equal 'times that a was without the address' 0 "$(seen a deleted 10.77.4.1)"
    equal 'times that b gave it up' 1 "$(seen b deleted 10.77.4.1)"
  else
    takes_over b "$(booting)" 'a started again'
    stays b $((interval_ms * 10)) 'afterwards'
    equal 'times that a gave the address up' 1 "$(seen a deleted 10.77.4.1)"
    equal 'times that b was without it' 0 "$(seen b deleted 10.77.4.1)"
  fi
}
