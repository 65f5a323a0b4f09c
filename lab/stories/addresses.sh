# Addresses as they are configured, many of them, and other people's. Sourced by lab/holding.

# held HOST: addresses that end in 4.N or 4:N: device, address, and what the kernel says of it, without times. Not by
# their number, which iproute2 tells only lately.
held() {
  on "$1" -o addr show | sed -nE 's/^[0-9]+: ([^ ]+) +inet6? ([^ ]+[.:]4[.:][0-9]\/.*)\\.*/\1 \2/p' |
    sed -E 's/ proto 112//; s/[[:space:]]+/ /g; s/ $//' | LC_ALL=C sort
}
held_as() { [ "$(held "$1")" = "$2" ]; }
# count_held HOST: of the many.
count_held() { on "$1" -o addr show | grep -cE ' (10\.77\.10[0-3]\.|fd77::5:)'; }

addresses_as_configured() {
  local wanted='eth0 10.77.4.1/16 scope global secondary eth0
eth0 10.77.4.2/32 scope global eth0:web
eth1 10.78.4.3/24 scope link eth1
eth1 10.79.4.4/24 scope site eth1
eth1 10.79.4.5/24 scope site secondary eth1'
  local before
  # A router that leaves takes no other address of its subnet with it.
  on a addr add 10.77.9.9/16 dev eth0
  config a <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, advertisement-interval = ${interval_ms}ms
    addresses = [
      "10.77.4.1/16", { address = "10.77.4.2/32", label = "eth0:web" }
      { address = "10.78.4.3/24", dev = eth1, scope = link }
      { address = "10.79.4.4/24", dev = eth1, scope = site }, { address = "10.79.4.5/24", dev = eth1, scope = site }
    ]
  } }
END
  before=$(everything a)
  start a
  soon_true 10 'addresses as configured' held_as a '"$wanted"'
  equal addresses "$wanted" "$(held a)"
  watch a
  on a addr del 10.77.4.2/32 dev eth0
  soon_true 2 'an address that was taken away is back as it was' held_as a '"$wanted"'
  soon_true 2 'the log tells of it' logged a "'event=address-restored .*10.77.4.2'"
  on a addr add 10.79.4.99/24 dev eth1 scope site   # of a subnet whose first address is ours
  stop_and_wait a
  equal 'addresses after the stop' '' "$(held a)"
  now_true "a foreign address went with ours" holds a 10.79.4.99
  on a addr del 10.79.4.99/24 dev eth1 2>/dev/null
  equal 'everything after the stop' "$before" "$(everything a)"
}

# Duplicate address detection is on: without nodad each would be tentative, and answer nobody, for a second.
addresses_ipv6() {
  local wanted='eth0 fd77::4:1/64 scope global nodad
eth0 fd77::4:2/128 scope global nodad deprecated
eth0 fe80::77:4:1/64 scope link nodad
eth1 fd78::4:3/112 scope global nodad'
  local host before
  addresses='fd77::4:1 fd77::4:2'
  for host in a b; do
    in_net "$host" sysctl -qw net.ipv6.conf.{all,eth0,eth1}.accept_dad=1 net.ipv6.conf.{eth0,eth1}.dad_transmits=5
  done
  for host in "a 150" "b 100"; do
    config "${host% *}" <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, priority = ${host#* }, advertisement-interval = ${interval_ms}ms
    addresses = ["fe80::77:4:1/64", "fd77::4:1/64", "fd77::4:2"], excluded-addresses = [{ address = "fd78::4:3/112", dev = eth1 }]
  } }
END
  done
  on a addr add fd78::4:99/112 dev eth1 nodad
  before=$(everything a)
  watch a
  watch b
  start a b
  takes_over a "$(booting)" 'start of both'
  soon_true 5 'addresses as configured' held_as a '"$wanted"'
  equal addresses "$wanted" "$(held a)"
  on a addr del fd77::4:1/64 dev eth0
  soon_true 2 'an address that was taken away is back as it was' held_as a '"$wanted"'
  stop_and_wait a
  takes_over b "$(down 100)" 'a stopped'
  soon_true 5 'addresses of b' held_as b '"$wanted"'
  equal 'everything after the stop' "$before" "$(everything a)"
  seen a added fd77::4:1 >/dev/null && seen b added fd77::4:1 >/dev/null
  equal 'tentative addresses' '' "$(grep -hE 'fd7[78]::4:|fe80::77:4:1' "$work"/[ab].seen | grep -E 'tentative|dadfailed')"
}

# Added all, removed all; nobody else's.
many() {
  local list='' i bits=32 prefix=10.77.100 before
  for ((i = 0; i < 1000; i++)); do
    if [ "$family" = 4 ]; then list+=", \"10.77.$((100 + i / 250)).$((1 + i % 250))/32\""
    else list+=", \"$(printf 'fd77::5:%x/128' $((1 + i)))\""; fi
  done
  if [ "$family" = 4 ]; then addresses='10.77.100.1 10.77.103.250'; on a addr add 10.77.104.1/32 dev eth0
  else addresses='fd77::5:1 fd77::5:3e8'; on a addr add fd77::6:1/128 dev eth0 nodad; fi
  before=$(everything a)
  for pair in "a 150" "b 100"; do
    config "${pair% *}" <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, priority = ${pair#* }, advertisement-interval = ${interval_ms}ms
    addresses = [${list#, }]
  } }
END
  done
  start a b
  takes_over a "$(booting)" 'start of both'
  soon_true 20 'all 1000 are there' '(( $(count_held a) == 1000 ))'
  stop a
  takes_over b "$(booting)" 'a stopped'
  soon_true 20 'all 1000 are with b' '(( $(count_held b) == 1000 ))'
  router_gone a
  equal 'everything after the stop' "$before" "$(everything a)"
}
