# The second path of the heartbeat. Sourced by lab/holding.

# second_of HOST PRIORITY
second_of() {
  config "$1" <<END
  virtual-routers { public {
    interface = eth0, second-interface = eth1, vrid = 51, priority = $2, advertisement-interval = ${interval_ms}ms
    addresses = ["10.77.4.1/32"]
  } }
END
}
# path SIDE in|out: whether b is on that switch. Its cable stays in: a pulled one is a fault of its router.
path() { if [ "$2" = in ]; then on switch link set "v$1-b" master "br$1"; else on switch link set "v$1-b" nomaster; fi; }
# hears HOST on|off: whether advertisements reach it; the others hear it.
hears() { local side; for side in 0 1; do bridge -n "$tag-switch" link set dev "v$side-$1" mcast_flood "$2"; done; }
split_brain() { http "$1" /metrics | grep -qE "^directord_split_brain\{[^}]*\} $2(\.0)?\$"; }

# One path is enough, whichever; without both, both are active, until one is back.
second_interface() {
  local host side
  second_of a 150
  second_of b 100
  start a b
  takes_over a "$(booting)" 'start of both'
  for side in 0 1; do
    path $side out
    stays a $((interval_ms * 8)) "without the path over eth$side"
    now_true "b is no backup without the path over eth$side" role_is b backup
    path $side in
    stays a $((interval_ms * 4)) "with the path over eth$side again"
  done
  path 0 out
  path 1 out
  soon_true 5 'both are active without both paths' active a '&&' active b
  path 1 in
  takes_over a "$(booting)" 'the second path is back'
  path 0 in
  stays a $((interval_ms * 8)) 'with both again'
  for host in a b; do soon_true 5 "$host counts no split any more" split_brain $host 0; done
  cable a down
  soon_true 10 'a router whose own cable is out has a fault' passive a '&&' active b
  cable a up
  takes_over a "$(booting)" 'the cable of a is in again'
}
# Who hears another active router says so, and who does not cannot.
one_way() {
  second_of a 150
  second_of b 100
  start a b
  takes_over a "$(booting)" 'start of both'
  hears b off
  soon_true 5 'b, which hears nobody, is active' active b
  soon_true 5 'a counts the split' split_brain a 1
  now_true 'the log of a tells of the split' logged a "'event=split-brain .*public'"
  soon_true 5 'b counts no split, as it hears nobody' split_brain b 0
  now_true 'a gave up' active a
  hears b on
  takes_over a "$(booting)" 'b hears again'
  soon_true 5 'a counts no split any more' split_brain a 0
  soon_true 2 'the log of a tells of its end' logged a event=split-brain-ended
  hears a off
  stays a $((interval_ms * 8)) 'a hears nobody, b hears it'
}
