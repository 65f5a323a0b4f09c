# Virtual MAC addresses. Sourced by lab/holding.

# virtual_mac_of HOST PRIORITY: directord with two addresses behind its virtual MAC address.
virtual_mac_of() {
  config "$1" <<END
  virtual-routers { public {
    interface = eth0, vrid = 51, priority = $2, advertisement-interval = ${interval_ms}ms, virtual-mac = true
    addresses = ["${addresses/ /\", \"}"]
  } }
END
}
mac_setting() {
  if [ "$family" = 4 ]; then link=vrrp.51 mac=00:00:5e:00:01:33 addresses='10.77.4.1 10.77.4.2'
  else link=vrrp6.51 mac=00:00:5e:00:02:33 addresses='fe80::77:4:1 fd77::4:2'; fi
}
link_of() { on "$1" -d -o link show dev "$link" 2>/dev/null; }
# has_link HOST: as it should be.
has_link() { [[ $(link_of "$1") = *"$link@eth0"*",UP,"*" link/ether $mac "*" macvlan mode private "* ]]; }
lacks_link() { [ -z "$(link_of "$1")" ]; }
on_link() { [ -n "$(on "$1" -o addr show dev "$link" to "$2" 2>/dev/null)" ]; }
# neighbor ADDRESS: the MAC address that the client found by asking anew.
neighbor() {
  on client neigh flush all
  in_net client ping -c 1 -W 2 "$1" >/dev/null
  on client neigh show "$1" | sed -nE 's/.* lladdr ([0-9a-f:]+).*/\1/p'
}
own_mac() { on "$1" -o link show dev eth0 | sed -nE 's/.* link\/ether ([0-9a-f:]+).*/\1/p'; }
index_of() { in_net "$1" cat "/sys/class/net/$link/ifindex" 2>/dev/null; }

virtual_mac() {
  local link mac before index last host=10.77.0.3
  mac_setting
  last=${addresses##* }
  [ "$family" = 4 ] || host=fd77::3
  virtual_mac_of a 150
  virtual_mac_of b 100
  before=$(everything a)
  helper client sh -c 'exec "$1" eth0 >"$2"' - "$native/adverts" "$work/wire"
  start a b
  takes_over a "$(booting)" 'start of both'
  now_true "the interface of a: $(link_of a)" has_link a
  now_true "the interface of b, which is backup: $(link_of b)" has_link b
  now_true "$last is not on $link" on_link a "$last"
  now_true 'an address on eth0' '[ -z "$(on a -o addr show dev eth0 to "$last")" ]'
  equal 'who the client finds behind the address' "$mac" "$(neighbor "$last")"
  equal "who the client finds behind a's own address" "$(own_mac a)" "$(neighbor "$host")"
  soon_true 5 'advertisements leave from eth0' grep -q "'advert $(address_of a 0 "$family") vrid=51 .* mac=$(own_mac a)\$'" '"$work/wire"'
  soon_true 5 'announcements carry the virtual MAC address' grep -q "'arp $last $mac\$'" '"$work/wire"'
  equal 'announcements with another one' '' "$(grep " arp $last " "$work/wire" | grep -v "$mac\$")"
  neighbor "$last" >/dev/null
  stop_and_wait a
  takes_over b "$(down 100)" 'a stopped'
  equal 'everything on a after its stop' "$before" "$(everything a)"
  equal 'who the client finds behind the address then' "$mac" "$(neighbor "$last")"
  index=$(index_of b)
  router_kill b
  now_true 'the interface is gone with a killed director' has_link b '&&' on_link b "$last"
  watch b
  start b
  soon_true 10 'b is active again' role_is b active
  equal 'index of the interface, which is adopted' "$index" "$(index_of b)"
  equal 'addresses that went meanwhile' 0 "$(seen b deleted "$last")"
  stop_and_wait b
  now_true "the interface of b after its stop: $(link_of b)" lacks_link b
}

virtual_mac_beside_keepalived() {
  local link mac
  mac_setting
  virtual_mac_of a 150
  configure b keepalived router version=3 "interval_ms=$interval_ms" priority=100 "addresses=$addresses" more=use_vmac
  start b a
  takes_over a "$(booting)" 'start of both'
  equal 'who the client finds behind the address' "$mac" "$(neighbor 10.77.4.2)"
  stop_and_wait a
  takes_over b "$(down 100)" 'a stopped'
  equal 'who the client finds behind the address at keepalived' "$mac" "$(neighbor 10.77.4.2)"
  start a
  takes_over a "$(booting)" 'a started again'
  stays a $((interval_ms * 5)) 'afterwards'
  now_true 'directord refused something' '! http a /metrics | grep -E "^directord_advertisements_rejected_total.*[1-9]"'
}
