# Routes and rules. Sourced by lab/holding.

# What a holds as active router, as the kernel prints it.
paths_wanted='10.98.0.0/16 via 10.78.0.9 dev eth1 metric 7
10.99.0.0/16 via 10.77.0.9 dev eth0 table 100 src 10.77.4.1 metric 50
1000: from 10.77.4.1 lookup 100
1001: from 10.99.0.0/16 to 10.78.0.0/16 fwmark 0x10 iif eth1 lookup 101
1002: from fd77::4:1 lookup 100
default dev eth1 table 101 scope link
fd99::/64 via fd77::9 dev eth0 table 100 metric 60 pref medium'
paths_held() {
  {
    on "$1" -4 route show table all proto 112
    on "$1" -6 route show table all proto 112
    on "$1" -4 rule show | grep 'proto 112'
    on "$1" -6 rule show | grep 'proto 112'
  } | sed -E 's/ proto 112//; s/[[:space:]]+/ /g; s/ $//' | LC_ALL=C sort
}
paths_as() { [ "$(paths_held "$1")" = "$2" ]; }

# paths_of HOST PRIORITY
paths_of() {
  config "$1" <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, priority = $2, advertisement-interval = ${interval_ms}ms
    addresses = ["10.77.4.1/32"], excluded-addresses = ["fd77::4:1/128"]
    virtual-routes = [
      { to = "10.99.0.0/16", via = 10.77.0.9, dev = eth0, source = 10.77.4.1, table = 100, metric = 50 }
      "10.98.0.0/16 via 10.78.0.9 metric 7", "default dev eth1 table 101"
      "fd99::/64 via fd77::9 dev eth0 table 100 metric 60"
    ]
    virtual-rules = [
      "from 10.77.4.1 lookup 100 priority 1000", "from fd77::4:1 lookup 100 priority 1002"
      { from = "10.99.0.0/16", to = "10.78.0.0/16", interface = eth1, mark = 0x10, table = 101, priority = 1001 }
    ]
  } }
END
}
# They come with the role and go with it, whichever way; who takes one away gets it back; nobody else's is touched.
paths() {
  local before foreign
  on a route add 10.97.0.0/16 via 10.77.0.9 table 100 proto static
  on a rule add from 10.97.0.0/16 lookup 100 priority 2000
  before=$(everything a)
  paths_of a 150
  paths_of b 200
  start a
  takes_over a "$(booting)" 'a alone'
  soon_true 5 'routes and rules of the active router' paths_as a '"$paths_wanted"'
  equal 'routes and rules' "$paths_wanted" "$(paths_held a)"
  start b
  takes_over b "$(booting)" 'b, of higher priority'
  soon_true 5 'routes and rules are with b' paths_as b '"$paths_wanted"' '&&' paths_as a "''"
  equal 'what a has without the role' "$before" "$(everything a)"
  stop_and_wait b
  equal 'routes and rules of b after its stop' '' "$(paths_held b)"
  takes_over a "$(down 150)" 'b stopped'
  soon_true 5 'routes and rules are with a again' paths_as a '"$paths_wanted"'
  on a route del 10.99.0.0/16 table 100
  on a rule del priority 1001
  ! paths_as a "$paths_wanted" || wrong 'nothing was taken away'
  soon_true 32 'a route and a rule that were taken away are back' paths_as a '"$paths_wanted"'
  soon_true 2 'the log tells of the route' logged a "'event=network-restored .*10.99.0.0/16'"
  soon_true 2 'the log tells of the rule' logged a "'event=network-restored .*1001'"
  stop_and_wait a
  equal 'what a has after its stop' "$before" "$(everything a)"
}
