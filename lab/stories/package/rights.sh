# What the process may, and what it need not. Sourced by lab/guest/package-story, never run.

# of_process FIELD
of_process() { awk -v field="$1:" '$1 == field {$1 = ""; print substr($0, 2)}' "/proc/$(pid)/status"; }

rights() {
  local set
  equal 'its users' "$(id -u directord) $(id -u directord) $(id -u directord) $(id -u directord)" "$(of_process Uid)"
  equal 'its groups' "$(id -g directord) $(id -g directord) $(id -g directord) $(id -g directord)" "$(of_process Gid)"
  for set in Eff Prm Bnd Amb; do
    equal "Cap$set, CAP_NET_ADMIN and CAP_NET_RAW" 0000000000003000 "$(of_process Cap$set)"
  done
  equal NoNewPrivs 1 "$(of_process NoNewPrivs)"
  equal 'Seccomp, a filter' 2 "$(of_process Seccomp)"
  equal 'the state folder' 'directord:directord 750' "$(stat -c '%U:%G %a' /var/lib/directord)"
}

descriptors() {
  local open limit
  open=$(ls "/proc/$(pid)/fd" | wc -l)
  limit=$(awk '/^Max open files/ {print $4}' "/proc/$(pid)/limits")
  ((open < 150)) || wrong "$open open descriptors"
  [[ $limit =~ ^[0-9]+$ ]] && ((limit <= 1048576)) || wrong "no bound: $limit"
  told=" $open of $limit"
}

# The heartbeat's threads, without CAP_SYS_NICE: by the unit's limits.
real_time() {
  local threads
  threads=$(ps -L -o cls=,rtprio=,comm= -p "$(pid)" | awk '$1 == "FF"')
  [ -n "$threads" ] || wrong "no thread is SCHED_FIFO: $(journalctl -u $unit -o cat --no-pager | grep -m 1 not-punctual)"
  (($(grep -c . <<<"$threads") <= 8)) || wrong "more than the heartbeat's threads are: $threads"
  ((10#$(of_process VmLck | tr -dc 0-9) > 0)) || wrong 'no memory is locked'
  told=" $(tr -s ' \n' ' ' <<<"$threads")"
}

exposure() {
  local figure complaints
  figure=$(systemd-analyze security --no-pager $unit | sed -nE 's/.*Overall exposure level for [^:]*: ([0-9.]+) .*/\1/p')
  awk -v figure="$figure" 'BEGIN {exit !(figure != "" && figure <= 2.0)}' || wrong "systemd-analyze security: $figure, more than 2.0"
  # A systemd before 253 says at each daemon-reload that it does not know notify-reload.
  complaints=$({ systemd-analyze verify --man=no $unit 2>&1; journalctl -t systemd -o cat --no-pager; } | grep '/directord[^ ]*:[0-9]*: ')
  (($(systemd_version) >= 253)) || complaints=$(grep -v 'ignoring: notify-reload' <<<"$complaints")
  equal 'what systemd says of the unit' '' "$complaints"
  told=" $figure"
}

# What the hardening could forbid: sysctls, a virtual MAC interface, rules of the packet filter.
host_settings() {
  modprobe -a iptable_filter ip6table_filter   # nobody with these rights can load a module; a host with nftables need not
  cat >/etc/directord/conf.d/host.conf <<'END'
director.host.sysctls = apply
director.virtual-services.web.when-down = remove
director.virtual-routers.gate {
  interface = eth0, vrid = 52, priority = 150, advertisement-interval = 500ms, virtual-mac = true, accept = false
  addresses = ["192.168.26.9/32"]
}
END
  systemctl reload $unit
  soon_true 60 'the address on the interface vrrp.52' "ip -o addr show dev vrrp.52 2>/dev/null | grep -q 192.168.26.9"
  soon_true 20 'rules of the packet filter' 'iptables-legacy -S | grep -q DIRECTORD-ACCEPT'
  soon_true 30 'net.ipv4.vs.expire_nodest_conn = 1' '[ "$(sysctl -n net.ipv4.vs.expire_nodest_conn)" = 1 ]'
  rm /etc/directord/conf.d/host.conf
  systemctl reload $unit
  soon_true 60 'an end of vrrp.52' '! ip link show vrrp.52 2>/dev/null >&2'
  soon_true 30 'an end of the rules' '! iptables-legacy -S | grep -q DIRECTORD'
  soon_true 30 'net.ipv4.vs.expire_nodest_conn = 0' '[ "$(sysctl -n net.ipv4.vs.expire_nodest_conn)" = 0 ]'
  [ -z "$problem" ] || wrong "$(journalctl -u $unit -o cat --no-pager | grep -E 'refused|differs' | tail -n 3)"
}
