step "13 conflict: other hosts use the service's addresses; dir1 says who they are, and is heard"
sleep 2   # what its predecessor still answers is no conflict
mark_log
# Asks once for a host that is not there, from an address of dir1's.
claim() {
  on "$1" sysctl -qw net.ipv4.conf.all.arp_announce=0 net.ipv4.neigh.eth0.mcast_solicit=1
  ip -n "$1" addr add "$2/32" dev eth0
  on "$1" ping -c 1 -W 1 -I "$2" 192.168.26.250 >/dev/null 2>&1
  ip -n "$1" addr del "$2/32" dev eth0
}
# Begins duplicate address detection for an address of dir1's, whose kernel answers it; at once, not within a second.
claim6() {
  on "$1" sysctl -qw net.ipv6.conf.eth0.accept_dad=1 net.ipv6.conf.eth0.router_solicitation_delay=0
  ip -n "$1" addr add "$2/128" dev eth0
  sleep 0.5
  ip -n "$1" addr del "$2/128" dev eth0
  on "$1" sysctl -qw net.ipv6.conf.eth0.accept_dad=0
}
if ! sabotaged conflict; then
  claim rs1 "$vip"
  on rs1 sysctl -qw net.ipv4.conf.all.arp_announce=2
  claim client 192.168.26.11
  claim6 rs1 fd00:26::11
  claim6 dir2 fd00:26::10
fi
expect_within 2 "a real server, by ARP, with the address of its own service" log_says "$(says_arp_problem web/rs1 "$vip")"
expect_within 2 "a stranger, by ARP" log_says "$(says_conflict stranger 192.168.26.11 -)"
expect_within 2 "a real server, by neighbour discovery" log_says "$(says_conflict real-server fd00:26::11 web/rs1)"
expect_within 2 "the other director, by neighbour discovery" log_says "$(says_conflict peer fd00:26::10 -)"
expect_within 2 "the client's packets go to dir1" reaches dir1
sleep 3   # no packet says that it is over: only what is heard later is none
expect_equal "conflicts told, one for each other address" 3 "$(new_log | grep -c event=address-conflict)"
expect "dir1 alone is active" active dir1
