# What lab/forwarding --break can spoil. Sourced by lab/guest/forwarding-story.

# NAME, the last phase that it takes to show, and the cases that must fail of it, no others.
breaks() {
  cat <<'END'
addresses    start   pair
foreign      start   foreign-rules
gateway      start   pair nat nat-wlc nat-outbound nat-ftp
helper       start   nat-ftp helper-missing
marks        start   marks marks-netmask marks-mixed marks-ftp
masquerade   start   nat-outbound
netmask      start   marks-netmask direct-persistent direct6-persistent
one-packet   start   udp-one-packet
persistence  start   marks marks-netmask marks-ftp direct-persistent direct6-persistent sip
sip          start   sip
sync         killed  nat-connection tunnel-connection direct-connection marks marks-netmask direct-persistent direct6-persistent sip
tunnel       start   tunnel-gre
weights      start   nat nat-wlc nat6 tunnel-ipip tunnel-gre tunnel-gue direct direct6
END
}
# of_breaks COLUMN: of what is spoiled now.
of_breaks() { breaks | awk -v names=",$LAB_BREAK," -v from="$1" 'index(names, "," $1 ",") {for (n = from; n <= (from == 2 ? 2 : NF); n++) print $n}'; }
is_last() { ! [[ $phase = start && $(of_breaks 2) = *killed* ]]; }

# spoiled: a copy of the configuration, spoiled where that was asked for.
spoiled() {
  conf=/run/directord/conf
  local name services=$conf/services.conf
  mkdir -p $conf
  cp "$LAB_CONFIG"/* $conf/
  [ -n "${LAB_BREAK:-}" ] || return 0
  patience=20
  for name in ${LAB_BREAK//,/ }; do
    cp $services $conf/before
    spoil "$name" "$services" && continue
    ! cmp -s $conf/before $services || fatal "nothing in the configuration is spoiled by $name"
  done
}
# spoil NAME FILE: fails where it is to change the configuration.
spoil() {
  local n
  case $1 in
    addresses) on dir2 sysctl -qw net.ipv4.conf.all.arp_ignore=1; ip -n dir2 addr add 192.168.26.14/32 dev lo; return ;;
    foreign) return ;;
    gateway) for n in 1 2 3; do on in$n ip route replace default via 10.11.12.99; done; return ;;
    tunnel) for n in 1 2 3; do on far$n ip link set gre0 down; done; return ;;
    helper) sed -i 's/ helper = ftp,//' "$2" ;;
    marks) sed -i 's/marked = \[[^]]*\], //' "$2" ;;
    masquerade) sed -i 's/masquerade = \[.*//' "$2" ;;
    netmask) sed -i 's/persistence { timeout = 10m, \(netmask\|prefix\) = [^}]*}/persistence = 10m/' "$2" ;;
    one-packet) sed -i 's/ one-packet = true,//' "$2" ;;
    persistence) sed -i 's/persistence = 10m, //; s/persistence {[^}]*}, //' "$2" ;;
    sip) sed -i 's/, engine = sip//' "$2" ;;
    sync) sed -i 's/, sync {[^}]*}//' "$2" ;;
    weights) sed -i 's/weight = 3/weight = 5/' "$2" ;;
  esac
  return 1
}
# as_told FAILED…: whether exactly those failed that --break is to make fail.
as_told() {
  local expected found
  expected=$(of_breaks 3 | sort -u) found=$(printf '%s\n' "$@" | sort)
  if [ "$expected" = "$found" ]; then echo "   $LAB_BREAK made fail what it should" >&2; return; fi
  echo "FAILED $LAB_BREAK: should fail and did not: $(comm -23 <(echo "$expected") <(echo "$found") | xargs)." \
    "Failed and should not: $(comm -13 <(echo "$expected") <(echo "$found") | xargs)."
  return 1
}
