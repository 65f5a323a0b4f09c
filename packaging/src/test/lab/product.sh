#!/usr/bin/env bash
# What directord does to a real kernel, and what it refuses to do. Prints "ok NAME" or "failed NAME: WHY" for each test.
set -uo pipefail
cd -- "$(dirname -- "$0")" || exit
. ./lib.sh

# ---- bad input: one clear line, the right exit code, nothing changed

wrong_types() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  config bad <<<'virtual-services { web { address = "192.168.26.10:80", scheduler = [wrr], check = on,
    real-servers = [{ name = rs1, address = 192.168.26.21, weight = heavy }] } }'
  run_refused 1 'bad\.conf:2: .*scheduler' bad
  run_refused 1 'bad\.conf:3: .*weight' bad
}
unknown_keys() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  config bad <<<'virtual-services { web { address = "192.168.26.10:80", shceduler = wrr, check = on,
    real-servers = [{ name = rs1, address = 192.168.26.21 }] } }'
  run_refused 1 'bad\.conf:2: .*shceduler.*did you mean.*scheduler' bad
}
half_written() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  printf 'director {\n  virtual-services {\n    web { address = "192.168' >"$work/half.conf"
  run_refused 1 'half\.conf:[0-9]+: ' half
}
empty_file() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  : >"$work/empty.conf"
  run_refused 1 'empty\.conf' empty
}
unreadable() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  rm -f "$work/absent.conf"
  run_refused 2 'absent\.conf' absent
  config secret < <(web)
  chmod 0 "$work/secret.conf"
  refused 2 'secret\.conf' "${bare[@]}" "$LAB_IMAGE/bin/directord" run --config "$work/secret.conf"
  rm -f "$work/secret.conf"
  mkdir -p "$work/folder.conf"
  run_refused 2 'folder\.conf' folder
}
no_capability() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  config web < <(web)
  refused 77 'CAP_NET_ADMIN' "${bare[@]}" "$LAB_IMAGE/bin/directord" run --config "$work/web.conf"
  refused 77 'CAP_NET_ADMIN' "${bare[@]}" "$LAB_IMAGE/bin/directord" plan "$work/web.conf"
}
taken() {
  config web < <(web)
  start web
  { web; echo "control { socket = \"$work/other.sock\" }"; } | config port
  run_refused 69 '127\.0\.0\.1:9113.*[Aa]ddress already in use' port
  { web; echo 'http { listen = "127.0.0.1:9114" }'; } | config socket
  run_refused 69 'control\.sock: another directord answers there' socket
  kernel_holds "$web_table"
  succeeds 'the first director still answers' directorctl status
}
stale_socket() {
  config web < <(web)
  start web
  stop KILL
  [ -S /run/directord/control.sock ] || wrong 'a killed director left no socket: nothing was tested'
  start web
  succeeds 'directorctl status' directorctl status
}
bad_usage() {
  refused 64 'unknown|Unknown|Unmatched' "$LAB_IMAGE/bin/directord" run --colour
  refused 69 'control\.sock' "$LAB_IMAGE/bin/directorctl" status
}
bad_reload() {
  config web < <(web)
  start web
  echo 'director { virtual-services { web {' >"$work/web.conf"
  succeeds 'directorctl status' directorctl status
  ends 1 reload directorctl reload
  grep -qE 'web\.conf:[0-9]+: ' "$err" || wrong "reload did not name file and line: $(<"$err")"
  kernel_holds "$web_table"
}

# ---- a pair: what a virtual router needs of the host, and what an operator may ask

absent_interface() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  { web; router eth7; } | config eth7
  addresses=$(ip -o addr)
  run_refused 69 'virtual router "public": no interface "eth7" on this host; there are: .*eth0' eth7
  equal 'lines of output that are no event' 1 "$(grep -cv 'event=' "$err")"
  equal 'the addresses afterwards' "$addresses" "$(ip -o addr)"
}
# Netlink for all of them; raw sockets for the advertisements.
router_without_rights() {
  ipvsadm -A -t 192.168.26.10:81 -s rr
  { web; router eth0; } | config pair
  addresses=$(ip -o addr)
  refused 77 'CAP_NET_ADMIN' "${bare[@]}" "$LAB_IMAGE/bin/directord" run --config "$work/pair.conf"
  router eth0 | config pair
  refused 77 'CAP_NET_' "${bare[@]}" "$LAB_IMAGE/bin/directord" run --config "$work/pair.conf"
  local half=(setpriv --bounding-set=-all,+net_admin --inh-caps=-all --ambient-caps=-all --)
  refused 77 'CAP_NET_RAW' "${half[@]}" "$LAB_IMAGE/bin/directord" run --config "$work/pair.conf"
  refused 77 'CAP_NET_RAW' "${half[@]}" "$LAB_IMAGE/bin/directord" run --shadow --config "$work/pair.conf"
  # Who runs without virtual routers does not get any by a reload.
  config pair < <(web)
  prefix=("${half[@]}")
  start pair
  { web; router eth0; } | config pair
  ends 1 reload directorctl reload
  grep -q 'CAP_NET_RAW' "$err" || wrong "reload did not name the right: $(<"$err")"
  kernel_holds "$web_table"$'\n-A -t 192.168.26.10:81 -s rr'
  equal 'the addresses afterwards' "$addresses" "$(ip -o addr)"
}
switchover() {
  { web; router eth0; } | config pair
  start pair
  within 10 'the virtual address' floats
  refused 1 'no virtual router .nothing.; there are: public' "$LAB_IMAGE/bin/directorctl" switchover nothing
  equal 'lines of output' 1 "$(wc -l <"$err")"
  floats || wrong 'the address has gone'
  ends 1 'switchover without another node' directorctl switchover public
  floats || wrong 'the address has gone although nobody took it'
  stop
  ! floats || wrong 'a stopped director keeps the address'
}
router() {
  echo "virtual-routers { public { interface = $1, vrid = 51, priority = 150, advertisement-interval = 100ms"
  echo '  addresses = ["192.168.26.77/32"] } }'
}
floats() { [ -n "$(ip -o addr show up to 192.168.26.77)" ]; }

# ---- plan

plan() {
  config web < <(web)
  ends 3 'plan on an empty kernel' directord plan "$work/web.conf"
  equal 'the table after plan' '' "$(table)"
  equal 'the plan' "$web_table" "$(sed 's/ *#.*//' "$out")"
  sed 's/ *#.*//' "$out" >"$work/commands"
  ends 3 'plan --json' directord plan --json "$work/web.conf"
  equal 'changes in --json' 3 "$(json 'len(it["changes"])' <"$out" 2>&1)"
  succeeds 'ipvsadm -R with the plan' ipvsadm -R <"$work/commands"
  equal 'the table after that' "$(sort <<<"$web_table")" "$(table)"
  ends 0 'plan when nothing is to do' directord plan "$work/web.conf"
  ends 0 'plan --json when nothing is to do' directord plan --json "$work/web.conf"
  equal 'changes in --json when nothing is to do' 0 "$(json 'len(it["changes"])' <"$out" 2>&1)"
}

# ---- shadow

shadow() {
  ipvsadm -A -t 192.168.26.10:80 -s rr
  ipvsadm -a -t 192.168.26.10:80 -r 192.168.26.21:80 -g -w 7
  local before
  before=$(table)
  config web < <(web)
  start web --shadow
  ends 0 status directorctl status --json
  equal 'pending changes in status' 3 "$(json 'len(it["kernel"]["pending"])' <"$out" 2>&1)"
  ends 3 'directorctl plan' directorctl plan
  sleep 2
  stop
  equal 'the table beside a shadow director' "$before" "$(table)"
}
shadow_bare() {
  ipvsadm -A -t 192.168.26.10:80 -s rr
  config web < <(web)
  prefix=("${bare[@]}")
  start web --shadow
  ends 0 status directorctl status --json
  equal 'pending changes in status' 3 "$(json 'len(it["kernel"]["pending"])' <"$out" 2>&1)"
  stop
  equal 'the table beside a shadow director' '-A -t 192.168.26.10:80 -s rr' "$(table)"
}

# ---- ownership

foreign_stays() {
  ipvsadm -A -t 192.168.26.99:99 -s rr
  config web < <(web)
  start web
  kernel_holds "$web_table"$'\n-A -t 192.168.26.99:99 -s rr'
  ipvsadm -A -u 192.168.26.98:98 -s wlc   # behind its back
  sleep 2.5
  kernel_holds "$web_table"$'\n-A -t 192.168.26.99:99 -s rr\n-A -u 192.168.26.98:98 -s wlc'
}
exclusive() {
  ipvsadm -A -t 192.168.26.99:99 -s rr
  ipvsadm -a -t 192.168.26.99:99 -r 192.168.26.21:99 -g
  { web; echo 'ipvs { ownership = exclusive }'; } | config web
  start web
  kernel_holds "$web_table"
  ipvsadm -A -u 192.168.26.98:98 -s wlc   # behind its back
  sleep 0.1
  kernel_holds "$web_table"
}
removed_while_down() {
  { web; echo 'virtual-services { old { address = "192.168.26.11:25", check = on,
    real-servers = [{ name = rs3, address = 192.168.26.23 }] } }'; } | config web
  ipvsadm -A -t 192.168.26.99:99 -s rr
  start web
  within 10 'the service old' holds '-A -t 192.168.26.11:25 -s wlc'
  stop
  within 1 'a stopped director leaves the table' holds '-A -t 192.168.26.11:25 -s wlc'
  config web < <(web)
  start web
  kernel_holds "$web_table"$'\n-A -t 192.168.26.99:99 -s rr'
}
adopts() {
  ipvsadm -A -t 192.168.26.10:80 -s wrr
  ipvsadm -a -t 192.168.26.10:80 -r 192.168.26.21:80 -g -w 1
  ipvsadm -a -t 192.168.26.10:80 -r 192.168.26.29:80 -g -w 1
  { web; echo 'virtual-services { web { drain-timeout = 0s } }'; } | config web
  start web
  kernel_holds "$web_table"
}

# ---- every kind of service, as ipvsadm saves it

kinds() {
  config kinds <<'END'
virtual-services {
  six { address = "[fd00:26::10]:80", scheduler = rr, check = on
    real-servers = [{ name = a, address = "fd00:26::21", weight = 3 }] }
  dns { address = "192.168.26.10:53", protocol = udp, scheduler = rr, forwarding = masquerade, check = on
    real-servers = [{ name = a, address = 192.168.26.21, port = 5353, weight = 3 }] }
  mark { firewall-mark = 80, scheduler = wlc, forwarding = tunnel, check = on
    real-servers = [{ name = a, address = 192.168.26.22, weight = 65535 }] }
  mark6 { firewall-mark = 81, family = ipv6, scheduler = sed, check = on
    real-servers = [{ name = a, address = "fd00:26::22", weight = 0 }] }
  sticky { address = "192.168.26.11:443", scheduler = wlc, persistence = { timeout = 10m, prefix = 24 }, check = on
    real-servers = [{ name = a, address = 192.168.26.23, weight = 1 }] }
  range { address = "192.168.26.10-11:8080,8443", scheduler = mh, scheduler-flags = [mh-port], check = on
    real-servers = [{ name = a, address = 192.168.26.21, weight = 1 }] }
  sctp { address = "192.168.26.10:3868", protocol = sctp, scheduler = lc, check = on
    real-servers = [{ name = a, address = 192.168.26.21, weight = 1 }] }
}
END
  start kinds
  kernel_holds '-A -t [fd00:26::10]:80 -s rr
-a -t [fd00:26::10]:80 -r [fd00:26::21]:80 -g -w 3
-A -u 192.168.26.10:53 -s rr
-a -u 192.168.26.10:53 -r 192.168.26.21:5353 -m -w 3
-A -f 80 -s wlc
-a -f 80 -r 192.168.26.22:0 -i -w 65535 --tun-type ipip
-A -f 81 -6 -s sed
-a -f 81 -6 -r [fd00:26::22]:0 -g -w 0
-A -t 192.168.26.11:443 -s wlc -p 600 -M 255.255.255.0
-a -t 192.168.26.11:443 -r 192.168.26.23:443 -g -w 1
-A -t 192.168.26.10:8080 -s mh -b mh-port
-a -t 192.168.26.10:8080 -r 192.168.26.21:8080 -g -w 1
-A -t 192.168.26.10:8443 -s mh -b mh-port
-a -t 192.168.26.10:8443 -r 192.168.26.21:8443 -g -w 1
-A -t 192.168.26.11:8080 -s mh -b mh-port
-a -t 192.168.26.11:8080 -r 192.168.26.21:8080 -g -w 1
-A -t 192.168.26.11:8443 -s mh -b mh-port
-a -t 192.168.26.11:8443 -r 192.168.26.21:8443 -g -w 1
-A --sctp-service 192.168.26.10:3868 -s lc
-a --sctp-service 192.168.26.10:3868 -r 192.168.26.21:3868 -g -w 1'
}

# ---- the operator's hand

overrides() {
  config web < <(web)
  start web
  kernel_holds "$web_table"
  succeeds 'drain' directorctl drain web/rs1
  succeeds 'weight' directorctl weight web/rs2 7
  local changed='-A -t 192.168.26.10:80 -s wrr
-a -t 192.168.26.10:80 -r 192.168.26.21:80 -g -w 0
-a -t 192.168.26.10:80 -r 192.168.26.22:80 -g -w 7'
  kernel_holds "$changed"
  stop KILL
  equal 'the table after kill -9' "$(sort <<<"$changed")" "$(table)"
  start web
  kernel_holds "$changed"
  equal 'state of rs1 after a restart' draining \
    "$(directorctl status --json | json 'it["services"][0]["servers"][0]["state"]' 2>&1)"
  succeeds 'enable rs1' directorctl enable web/rs1
  succeeds 'enable rs2' directorctl enable web/rs2
  kernel_holds "$web_table"
  succeeds 'disable' directorctl disable web/rs2
  within 10 'a disabled server' lacks '-r 192.168.26.22:80 -g -w 50'
  refused 1 'no service .nothing.' "$LAB_IMAGE/bin/directorctl" drain nothing/rs1
  refused 1 'rs1, rs2' "$LAB_IMAGE/bin/directorctl" drain web/rs9
  stop
  equal 'exit code on SIGTERM' 0 $?
}

# ---- the host beside the table

# Ports 80 and 8080 are one service, by marks that directord sets: a client stays on one server.
marked() {
  config marks <<'END'
http { listen = "127.0.0.1:9113" }
virtual-services { pair { firewall-mark = 80, marked = ["192.168.26.10:80,8080"], persistence = 5m, scheduler = rr
  check = on, real-servers = [{ name = rs1, address = 192.168.26.21 }, { name = rs2, address = 192.168.26.22 }] } }
END
  legacy -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 9
  start marks
  local one two who
  one=$(ask 80) two=$(ask 8080)
  [ -n "$one" ] || wrong "no answer on port 80: $(ipvsadm -Ln --stats) $(legacy -t mangle -S)"
  equal 'the server of port 8080, beside that of port 80' "$one" "$two"
  for who in 1 2 3; do equal 'the server of a later request' "$one" "$(ask 80)"; done
  equal 'foreign rules' '-A PREROUTING -p tcp -m tcp --dport 22 -j MARK --set-xmark 0x9/0xffffffff' \
    "$(legacy -t mangle -S | grep -- '--dport 22')"
  legacy -t mangle -F PREROUTING
  within 15 'rules that somebody removed' leads_to DIRECTORD-MARK
  grep -q 'event=host-rules-restored' "$log" || wrong 'the log does not say that rules are back'
  stop
  leads_to DIRECTORD-MARK || wrong 'a stopped director takes the marks away'
  equal 'the server after a stop' "$one" "$(ask 8080)"
  succeeds sweep directord sweep "$work/marks.conf"
  grep -q -- '--all removes them' "$out" || wrong "sweep does not tell what stays: $(<"$out")"
  equal 'the server after a sweep, beside no other director' "$one" "$(ask 8080)"
  succeeds 'sweep --all' directord sweep --all "$work/marks.conf"
  ! leads_to DIRECTORD-MARK || wrong 'sweep --all leaves the marks'
  equal 'rules after a sweep --all' '' "$(legacy -t mangle -S | grep -c DIRECTORD | grep -v '^0')"
  legacy -t mangle -F
}
legacy() { iptables-legacy -w "$@"; }
leads_to() { legacy -t mangle -S PREROUTING | grep -qxF -- "-A PREROUTING -j $1"; }
ask() { timeout 10 on client http-get 192.168.26.10 "$1" /; }

# What real servers must be forwarded for; what sysctls were comes back, after a crash too.
sysctls() {
  { echo 'host { sysctls = apply }'; router eth0; masqueraded; } | config sysctls
  local before
  before=$(sysctl -n net.ipv4.ip_forward net.ipv4.conf.eth0.send_redirects)
  sysctl -qw net.ipv4.ip_forward=0 net.ipv4.conf.eth0.send_redirects=1
  start sysctls
  equal 'sysctls' '1 0' "$(echo $(sysctl -n net.ipv4.ip_forward net.ipv4.conf.eth0.send_redirects))"
  ends 3 'doctor of a lone director' directord doctor --config "$work/sysctls.conf"
  grep -q '^ok    sysctls: 3 are as needed' "$out" || wrong "doctor says $(<"$out")"
  stop KILL
  start sysctls
  stop
  equal 'sysctls after a stop' '0 1' "$(echo $(sysctl -n net.ipv4.ip_forward net.ipv4.conf.eth0.send_redirects))"
  ends 1 'doctor without a director' directord doctor --json --config "$work/sysctls.conf"
  equal 'failures' 'sysctl net.ipv4.conf.all.send_redirects sysctl net.ipv4.conf.eth0.send_redirects sysctl net.ipv4.ip_forward' \
    "$(json '" ".join(sorted(f["what"] for f in it["findings"] if f["level"] == "FAIL"))' <"$out" 2>&1)"
  sysctl -qw net.ipv4.ip_forward=${before%%$'\n'*} net.ipv4.conf.eth0.send_redirects=${before##*$'\n'}
}
masqueraded() {
  echo 'virtual-services { m { address = "192.168.26.77:80", forwarding = masquerade, check = on
    real-servers = [{ name = rs1, address = 192.168.26.21 }] } }'
}
# The kernel reads along on FTP only when told to.
ftp_helper() {
  config ftp <<'END'
http { listen = "127.0.0.1:9113" }
virtual-services { ftp { address = "192.168.26.10:21", forwarding = masquerade, helper = ftp, check = on
  real-servers = [{ name = rs1, address = 192.168.26.21 }] } }
END
  start ftp
  grep -q '^ip_vs_ftp ' /proc/modules || wrong "ip_vs_ftp is not loaded: $(grep module "$log")"
}

# ---- a kernel without ip_vs: last, because it ends the table of all

no_ip_vs() {
  echo /bin/false >/proc/sys/kernel/modprobe
  unload
  if grep -q '^ip_vs ' /proc/modules; then wrong 'cannot unload ip_vs'; return; fi
  config web < <(web)
  table() { :; }
  run_refused 69 'ip_vs' web
  refused 69 'ip_vs' "$LAB_IMAGE/bin/directord" plan "$work/web.conf"
  start web --shadow
  equal 'pending changes of a shadow director' 3 "$(directorctl status --json | json 'len(it["kernel"]["pending"])' 2>&1)"
  stop
  ipvsadm() { :; }
  if grep -q '^ip_vs ' /proc/modules; then wrong 'a director loaded ip_vs although it may not'; fi
}
# Takes ip_vs and all that hangs on it out of the kernel, users first.
unload() {
  /usr/bin/python3 -IS - <<'END'
import ctypes, time
libc = ctypes.CDLL(None)
for _ in range(20):
    names = [line.split()[0] for line in open("/proc/modules")]
    ours = [name for name in names if name.startswith("ip_vs")]
    if not ours:
        break
    for name in sorted(ours, key=len, reverse=True):
        libc.syscall(176, name.encode(), 0o4000)  # delete_module, O_NONBLOCK
    time.sleep(0.05)
END
}

check 'run refuses values of wrong types' wrong_types
check 'run refuses unknown keys and suggests the right one' unknown_keys
check 'run refuses a half-written file' half_written
check 'run refuses an empty file' empty_file
check 'run refuses a file that it cannot read' unreadable
check 'run and plan without capability say which one' no_capability
check 'run refuses a taken http port and a taken control socket' taken
check 'run takes over the socket of a director that was killed' stale_socket
check 'bad usage and an absent director' bad_usage
check 'a broken reload changes nothing' bad_reload
check 'run refuses a virtual router on an interface that does not exist' absent_interface
check 'run refuses a virtual router without the rights it needs' router_without_rights
check 'switchover names what there is, and keeps an address that nobody takes' switchover
check 'plan prints what ipvsadm can run, then nothing' plan
check 'shadow beside a running table changes nothing' shadow
check 'shadow needs no capability' shadow_bare
check 'shared leaves foreign services alone' foreign_stays
check 'exclusive removes foreign services' exclusive
check 'a service removed while no director ran is removed' removed_while_down
check 'a configured service that was there is adopted' adopts
check 'every kind of service is what ipvsadm says' kinds
check 'drain, weight, enable and disable survive kill -9' overrides
check 'a service by marks of ours is one on two ports, and marks stay and go with the table' marked
check 'sysctls are applied and given back, and the doctor says so' sysctls
check 'the helper of FTP is loaded' ftp_helper
check 'a kernel without ip_vs' no_ip_vs
echo end
