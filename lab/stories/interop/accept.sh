# Addresses that are found and do not answer (accept = false). For lab/interop.
# What goes to the addresses is dropped, but for ARP and neighbour discovery, as long as a has them. a is alone: nobody
# but the client asks. Where it cannot use nft, it uses the iptables of old.
accept() {
  addresses='10.77.4.1 fd77::4:1 10.77.4.9'
  [ "$filter" = nft ] || disguised='/usr/sbin/nft=/dev/null /usr/sbin/xtables-nft-multi=/usr/sbin/xtables-legacy-multi'
  configure a "$subject" unaccepting
  : >"$work/b.log"
  start a
  until_true "$(($(booting) / 1000 + 1))" active a || wrong 'a alone does not become active'
  silent 'start'
  in_net client ping -nqc 1 -W 2 "$(address_of a 0 4)" >/dev/null || wrong 'the own address of a does not answer'
  until_true 3 in_net client ping -nqc 1 -W 1 10.77.4.9 >/dev/null || wrong 'the address with accept = true does not answer'
  if [ "$subject" = directord ]; then
    rules || wrong 'there are no rules'
    rules_flushed
    ! rules || wrong 'the rules are not flushed'
    until_true 15 rules || wrong 'the rules do not come back after somebody flushed them'
    until_true 3 grep -q event=accept-rules-restored "$work/a.log" || wrong 'a does not log that the rules were gone'
    silent 'rules restored'
    router_kill a
    rules || wrong 'the rules do not outlive a crash'
    start a
    until_true 10 grep -q 'event=role .*role=active' "$work/a.log" || wrong 'a is not active after a crash'
    silent 'start after a crash'
    router_kill a
    rm -f "$work/a.sock"
    in_net a sh -c 'for pair in $1; do mount --bind "${pair#*=}" "${pair%=*}" || exit; done; shift; exec "$@"' - \
      "${disguised:-}" "$LAB_IMAGE/bin/directord" sweep "$work/a.conf" >"$work/a.sweep.log" 2>&1 || wrong "sweep: $(<"$work/a.sweep.log")"
    passive a || wrong 'sweep leaves addresses'
    ! rules || wrong 'sweep leaves the rules'
    start a
    until_true 10 active a || wrong 'a is not active after a sweep'
  fi
  stop a
  router_gone a
  passive a || wrong 'a stopped and has addresses'
  ! rules || wrong 'a stopped and left its rules'
}
unaccepting() {
  router version=3 interval_ms=300 name=public vrid=51 accept=no addresses=10.77.4.1
  router version=3 interval_ms=300 name=six vrid=51 family=6 accept=no addresses=fd77::4:1
  router version=3 interval_ms=300 name=open vrid=52 addresses=10.77.4.9
}
# silent WHEN: both addresses are found, and do not answer.
silent() {
  local address
  for address in 10.77.4.1 fd77::4:1; do
    ip -n "$tag-client" neigh flush "$address" dev eth0
    ! in_net client ping -nqc 2 -i 0.3 -W 1 "$address" >/dev/null || wrong "$1: $address answers"
    ip -n "$tag-client" neigh show "$address" dev eth0 | grep -q lladdr || wrong "$1: $address has no MAC address"
  done
}
rules() {
  if [ "$filter" = nft ]; then in_net a nft list table inet directord_accept
  else in_net a iptables-legacy -S DIRECTORD-ACCEPT && in_net a ip6tables-legacy -S DIRECTORD-ACCEPT; fi >/dev/null 2>&1
}
rules_flushed() {
  if [ "$filter" = nft ]; then in_net a nft flush ruleset
  else in_net a sh -c 'for family in iptables ip6tables; do $family-legacy -F && $family-legacy -X; done'; fi
}
