# Routers in network namespaces of this machine: what the failover bench, the lateness bench and the interoperation test
# share. Sourced, never run. User-Mode Linux has IPVS but no precise time; this has precise time but maybe no IPVS.

native=${BASH_SOURCE%/*}
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/lib/frr
declare -A pid_of=() kind_of=() first_of=()   # by host: its daemon, what it is; helpers that its daemon needs
helpers=() namespaces=() sysctls=() asks=()

now() { echo "${EPOCHREALTIME/./}"; }   # microseconds

# need TOOL…: this must run as root and needs these; exit status 69 says that this machine cannot.
need() {
  local -A package=([ip]=iproute2 [/usr/bin/python3]=python3 [keepalived]=keepalived [setpriv]=util-linux
    [vrrpd]=frr [zebra]=frr [vtysh]=frr [taskset]=util-linux)
  local -A missing=()
  local tool
  (($(id -u) == 0)) || { echo "${0##*/}: needs root, for network namespaces" >&2; exit 69; }
  for tool in ip /usr/bin/python3 setpriv "$@"; do
    command -v "$tool" >/dev/null || missing[${package[$tool]}]=1
  done
  ((${#missing[@]} == 0)) && return
  echo "${0##*/}: missing packages; install them with: apt-get install ${!missing[*]}" >&2
  exit 69
}

# native_begin: a work directory and the promise to leave nothing behind.
native_begin() {
  work=$(mktemp -d /run/directord-native.XXXXXX)   # not /tmp, see router_start
  tag=dl$$
  trap native_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
}
native_end() {
  trap '' INT TERM HUP
  local host setting
  for host in "${!pid_of[@]}"; do router_kill "$host"; done
  helpers_end
  net_down
  for setting in "${sysctls[@]}"; do echo "${setting#*=}" >"${setting%%=*}"; done
  rm -rf -- "$work"
}
# helper HOST COMMAND…: in the background until the end, never longer than this script; its process id is $helper.
helper() {
  (exec ip netns exec "$tag-$1" setpriv --pdeathsig KILL -- "${@:2}" </dev/null) &
  helper=$!
  helpers+=("$helper")
}
helpers_end() {
  ((${#helpers[@]} == 0)) || { kill -KILL "${helpers[@]}" 2>/dev/null; wait "${helpers[@]}" 2>/dev/null; }
  helpers=()
}
# raised PATH VALUE: a setting of the whole machine, at least this much, put back at the end.
raised() {
  local old
  old=$(<"$1")
  ((old < $2)) || return 0
  sysctls+=("$1=$old")
  echo "$2" >"$1"
}

# ---- the network: hosts on switches br0 (eth0) and br1 (eth1); 10.77.0.N, fd77::N and 10.78.0.N

in_net() { ip netns exec "$tag-$1" "${@:2}"; }
# net_up HOST…: the N-th host has number N + 1.
net_up() {
  local host number=1 side
  ip netns add "$tag-switch" && namespaces+=("$tag-switch")
  in_net switch sysctl -qw net.ipv6.conf.all.disable_ipv6=1
  for side in 0 1; do
    ip -n "$tag-switch" link add "br$side" type bridge forward_delay 0 stp_state 0 mcast_snooping 0
    ip -n "$tag-switch" link set "br$side" up
  done
  for host; do
    number=$((number + 1))
    ip netns add "$tag-$host" && namespaces+=("$tag-$host")
    # No waiting for duplicate addresses: nothing here is about that.
    in_net "$host" sysctl -qw net.ipv6.conf.{all,default}.{accept_dad,accept_ra,router_solicitations}=0
    ip -n "$tag-$host" link set lo up
    for side in 0 1; do
      ip -n "$tag-switch" link add "v$side-$host" type veth peer name "eth$side" netns "$tag-$host"
      ip -n "$tag-switch" link set "v$side-$host" master "br$side" up
      ip -n "$tag-$host" link set "eth$side" up
      ip -n "$tag-$host" addr add "10.7$((7 + side)).0.$number/16" dev "eth$side"
      ip -n "$tag-$host" addr add "fd7$((7 + side))::$number/64" dev "eth$side" nodad
    done
  done
}
net_down() {
  local name
  for name in "${namespaces[@]}"; do
    emptied "${name#"$tag-"}"
    ip netns delete "$name" 2>/dev/null || true
  done
  namespaces=()
}
# emptied HOST: no process is left there, not even one that outlived its parent.
emptied() {
  local pids
  pids=$(ip netns pids "$tag-$1" 2>/dev/null)
  [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
}
# cable HOST up|down [SIDE]: plugs its eth0 (or eth1) in or out, at the switch's end.
cable() { ip -n "$tag-switch" link set "v${3:-0}-$1" "$2"; }
# holds HOST ADDRESS: HOST has this address, on an interface that is up.
holds() { [ -n "$(ip -n "$tag-$1" -o addr show up to "$2" 2>/dev/null)" ]; }
# address_of HOST SIDE FAMILY: its own, the one its advertisements come from.
address_of() {
  if [ "$3" = 4 ]; then ip -n "$tag-$1" -4 -o addr show dev "eth$2" | sed -nE 's/.* inet (10\.7[0-9.]+)\/16 .*/\1/p'
  else ip -n "$tag-$1" -6 -o addr show dev "eth$2" scope link | sed -nE 's/.* inet6 ([^/]+)\/.*/\1/p'; fi
}

# prober HOST INTERVAL-MS COUNT FIRST-ADDRESS: lab/native/probe there; ask WORD… sets $answer to its JSON.
prober() {
  coproc PROBE { exec ip netns exec "$tag-$1" setpriv --pdeathsig KILL -- "$native/probe" "${@:2}"; }
  asks=("${PROBE[@]}") helpers+=("$PROBE_PID")
}
ask() {
  echo "$*" >&"${asks[1]}"
  IFS= read -r -t 120 answer <&"${asks[0]}" || { echo "${0##*/}: no answer from the prober to: $*" >&2; return 1; }
}
answered() { [[ $answer = *"$1"* ]]; }   # answered '"steady": true'

# ---- routers: one description, three programs

# router KEY=VALUE…: one virtual router, written for $kind to $conf. Keys: name side vrid priority version interval_ms
# family auth (TYPE:SECRET) preempt (yes|no) accept (yes|no) self (own address) peers addresses (several in one word each),
# more (a line in the words of $kind)
router() {
  local name=public side=0 vrid=51 priority=100 version=3 interval_ms=100 family=4 auth='' preempt=yes accept=yes self='' peers='' more=''
  local addresses='' pair address list='' excluded='' count=0 bits=32
  for pair; do local "${pair%%=*}=${pair#*=}"; done
  [ "$family" = 4 ] || bits=128
  "router_$kind" >>"$conf"
}
# What fits into an advertisement of version 3, in keepalived's terms; the rest is its virtual_ipaddress_excluded.
advertised_max=255
router_keepalived() {
  local on=" dev eth$side"
  [[ $more != *use_vmac* ]] || on=''
  echo "vrrp_instance $name {"
  echo "  state BACKUP"
  echo "  interface eth$side"
  echo "  virtual_router_id $vrid"
  echo "  priority $priority"
  echo "  version $version"
  echo "  advert_int $(printf '%d.%03d' $((interval_ms / 1000)) $((interval_ms % 1000)))"
  [ "$preempt" = yes ] || echo "  nopreempt"
  [ "$accept" = yes ] || echo "  no_accept"
  [ -z "$more" ] || echo "  $more"
  [ -z "$auth" ] || echo "  authentication { 
    auth_type ${auth%%:*}
    auth_pass ${auth#*:}
  }"
  [ -z "$peers" ] || { echo "  unicast_src_ip $self"; printf '  unicast_peer {\n'; printf '    %s\n' $peers; echo "  }"; }
  echo "  virtual_ipaddress {"
  for address in $addresses; do
    ((++count != advertised_max + 1)) || printf '  }\n  virtual_ipaddress_excluded {\n'
    echo "    $address/$bits$on"
  done
  printf '  }\n}\n'
}
router_directord() {
  for address in $addresses; do list+="${list:+, }\"$address/$bits\""; done
  echo "  virtual-routers { $name {"
  echo "    interface = eth$side, vrid = $vrid, priority = $priority, version = $version"
  echo "    advertisement-interval = ${interval_ms}ms, preempt = $([ "$preempt" = yes ] && echo true || echo false)"
  [ "$accept" = yes ] || echo "    accept = false"
  [ -z "$peers" ] || echo "    peers = [$(printf '"%s" ' $peers)]"
  case $auth in
    PASS:*) echo "    authentication { pass = \"plain:${auth#*:}\" }" ;;
    AH:*) echo "    authentication { ah = \"plain:${auth#*:}\" }" ;;
  esac
  [ -z "$more" ] || echo "    $more"
  echo "    addresses = [$list]"
  echo "  } }"
}
# FRR moves a macvlan with the virtual router's MAC instead of an address: made by router_start.
router_frr() {
  local ip=ip
  [ "$family" = 4 ] || ip=ipv6
  echo "interface eth$side"
  echo " vrrp $vrid version $version"
  echo " vrrp $vrid priority $priority"
  echo " vrrp $vrid advertisement-interval $interval_ms"
  [ "$preempt" = yes ] || echo " no vrrp $vrid preempt"
  for address in $addresses; do
    echo " vrrp $vrid $ip $address"
    printf 'eth%d %d %d %s/%s\n' "$side" "$family" "$vrid" "$address" "$bits" >>"$conf.macvlan"
  done
  echo exit
}

# configure HOST KIND FUNCTION…: writes HOST's configuration; FUNCTION calls router, perhaps several times.
configure() {
  local host=$1 kind=$2 conf=$work/$1.conf
  kind_of[$host]=$kind
  rm -f "$conf.macvlan"
  case $kind in
    keepalived) printf 'global_defs {\n  router_id %s\n%s\n}\n' "$host" "${keepalived_globals:-}" >"$conf"; "${@:3}" ;;
    directord)
      printf 'director {\n  node = %s\n' "$host" >"$conf"
      "${@:3}"
      printf '  control { socket = "%s" }\n  http { listen = "127.0.0.1:9113" }\n}\n' "$work/$host.sock" >>"$conf" ;;
    frr) printf 'hostname %s\n' "$host" >"$conf"; "${@:3}" ;;
  esac
}
# group NAME ROUTER…: routers that move together; called by configure's FUNCTION.
group() {
  if [ "$kind" = keepalived ]; then
    echo "vrrp_sync_group $1 {"$'\n  group {'
    printf '    %s\n' "${@:2}"
    printf '  }\n}\n'
  else
    echo "  router-groups { $1 = [$(printf '%s, ' "${@:2}")] }"
  fi >>"$conf"
}

# router_start HOST: its daemon, log in $work/HOST.log. For directord, each FILE=OTHER in $disguised is OTHER instead.
router_start() {
  local host=$1
  mkdir -p "$work/$host.state" "$work/$host.tmp"
  rm -f "$work/$host".{pid,vrrp,checkers}
  case ${kind_of[$host]} in
    keepalived)   # its statistics go to /tmp, so it gets one of its own
      daemon "$host" sh -c 'mount --bind "$1" /tmp && shift && exec "$@"' - "$work/$host.tmp" \
        keepalived -n -l -D -G -P -f "$work/$host.conf" \
        -p "$work/$host.pid" -r "$work/$host.vrrp" -c "$work/$host.checkers" ;;
    directord)
      # The table is looked on only: this machine's kernel need not have one.
      daemon "$host" sh -c 'for pair in $1; do mount --bind "${pair#*=}" "${pair%=*}" || exit; done; shift; exec "$@"' - \
        "${disguised:-}" "$LAB_IMAGE/bin/directord" run --shadow=ipvs \
        --config "$work/$host.conf" --state "$work/$host.state" ;;
    frr) frr_start "$host" ;;
  esac
}
# daemon HOST COMMAND…: in the background, gone when this script is; its process id is the program's own.
daemon() {
  (exec ip netns exec "$tag-$1" setpriv --pdeathsig TERM -- "${@:2}" </dev/null >>"$work/$1.log" 2>&1) &
  pid_of[$1]=$!
}
frr_start() {
  local host=$1 device family vrid address link mac options=()
  while read -r device family vrid address; do
    mac=$(printf '00:00:5e:00:0%d:%02x' "$((family == 4 ? 1 : 2))" "$vrid") link=vrrp$family-$vrid
    ip -n "$tag-$host" link add "$link" link "$device" type macvlan mode bridge 2>/dev/null &&
      ip -n "$tag-$host" -batch - <<<"link set $link addrgenmode random
link set $link address $mac up"
    ip -n "$tag-$host" addr replace "$address" dev "$link"
  done <"$work/$host.conf.macvlan"
  # An address on a blocked link still answers ARP on the others, unless told not to.
  in_net "$host" sysctl -qw net.ipv4.conf.all.arp_ignore=1
  rm -f "$work/$host.state/"*
  # It insists on its own user and group.
  chmod 711 "$work" && chown frr:frr "$work/$host.state" "$work/$host.conf"
  options=(--vty_socket "$work/$host.state" -z "$work/$host.state/zserv" -P 0 --log stdout --log-level debug)
  daemon "$host" zebra "${options[@]}" -i "$work/$host.state/zebra.pid" -f /dev/null
  first_of[$host]=${pid_of[$host]}
  until_true 10 test -S "$work/$host.state/zserv"
  daemon "$host" vrrpd "${options[@]}" -i "$work/$host.state/vrrpd.pid" -f "$work/$host.conf"
}
router_running() { [ -n "${pid_of[$1]:-}" ] && kill -0 "${pid_of[$1]}" 2>/dev/null; }
# All processes of a daemon, deepest first: a parent that dies first may have its child say goodbye.
family() {
  local child
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do family "$child"; done
  echo "$1"
}
# router_kill HOST: SIGKILL for all of it.
router_kill() {
  [ -n "${pid_of[$1]:-}" ] || return 0
  local processes
  processes="$(family "${pid_of[$1]}") ${first_of[$1]:-}"
  killed_at=$(now)
  kill -KILL $processes 2>/dev/null
  router_gone "$1"
}
# router_signal HOST SIGNAL: to its first process.
router_signal() { kill "-$2" "${pid_of[$1]}"; }
# router_gone HOST: waits for its end.
router_gone() {
  wait "${pid_of[$1]}" 2>/dev/null
  [ -z "${first_of[$1]:-}" ] || { kill -KILL "${first_of[$1]}" 2>/dev/null; wait "${first_of[$1]}" 2>/dev/null; }
  unset "pid_of[$1]" "first_of[$1]"
}
# wipe HOST: takes away the floating addresses that a killed daemon left.
wipe() {
  local link
  for link in $(ip -n "$tag-$1" -o link show type macvlan 2>/dev/null | sed -nE 's/^[0-9]+: ([^@]+)@.*/\1/p'); do
    ip -n "$tag-$1" link delete "$link"
  done
  ip -n "$tag-$1" -o addr show | awk '$2 != "lo" && $4 ~ /\/(32|128)$/ {print "addr del " $4 " dev " $2}' |
    ip -n "$tag-$1" -batch -
}
directorctl() { "$LAB_IMAGE/bin/directorctl" --socket "$work/$1.sock" "${@:2}"; }
# http HOST PATH: what directord on HOST answers.
http() {
  in_net "$1" bash -c 'exec 5<>/dev/tcp/127.0.0.1/9113; printf "GET %s HTTP/1.0\r\nHost: x\r\n\r\n" "$1" >&5
    sed "1,/^\r*$/d" <&5' - "$2" 2>/dev/null
}

# until_true SECONDS COMMAND…: repeats it until it succeeds.
until_true() {
  local deadline=$(($(now) + $1 * 1000000))
  until "${@:2}"; do
    (($(now) < deadline)) || return 1
    sleep 0.005
  done
}
