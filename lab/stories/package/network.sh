# The network around the director, which is the guest itself. Sourced by lab/guest/package-story, never run.

# world: two real servers, which are one host, and the switch; the client and the other director are plugged in there.
network() {
  local host number=2
  modprobe -a veth bridge
  sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip -batch - <<'END'
netns add world
netns add client
netns add dir2
link add eth0 type veth peer name v-dir1 netns world
link add v-client type veth peer name eth0 netns client
link add v-dir2 type veth peer name eth0 netns dir2
link set v-client netns world
link set v-dir2 netns world
link set eth0 up
addr add 192.168.26.2/24 dev eth0
END
  ip -n world -batch - <<END
link set lo up
link add br0 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
link set br0 up
link set v-dir1 master br0 up
link set v-dir2 master br0 up
link set v-client master br0 up
addr add 192.168.26.21/24 dev br0
addr add 192.168.26.22/24 dev br0
addr add $vip/32 dev lo
END
  ip netns exec world sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
  for host in client:100 dir2:3; do
    ip -n "${host%:*}" -batch - <<END
link set lo up
link set eth0 up
addr add 192.168.26.${host#*:}/24 dev eth0
END
  done
  mkdir -p /srv/web
  echo served >/srv/web/index.html
  echo ok >/srv/web/healthz
  systemd-run -q --unit lab-web -p NetworkNamespacePath=/run/netns/world busybox httpd -f -p 80 -h /srv/web
}

# configured NODE PRIORITY [MORE]: what an administrator writes into directord.conf.
configured() {
  cat <<END
director {
  node = $1
  virtual-routers {
    public { interface = eth0, vrid = 51, priority = $2, advertisement-interval = 500ms, addresses = ["$vip/32"] }
  }
  virtual-services {
    web {
      address = "$vip:80", scheduler = rr, forwarding = direct
      check = { type = http, path = "/healthz", interval = 1s, timeout = 800ms }
      real-servers = [ { name = rs1, address = 192.168.26.21 }, { name = rs2, address = 192.168.26.22 } ]
    }
  }
  ${3:-}
}
END
}
