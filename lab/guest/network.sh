# The words a topology file is written in. Sourced by init; each exec costs 9 ms here, so commands go in batches.

declare -A in_host=()          # ip commands, by host
declare -A settings_of=()      # sysctls, by host
hosts=() starts=() on_switch=

# switch NAME: a bridge in the root namespace.
switch() {
  on_switch+="link add $1 type bridge forward_delay 0 stp_state 0 mcast_snooping 0"$'\n'"link set $1 up"$'\n'
}

# host NAME [SWITCH ADDRESS/BITS…]: a network namespace, its eth0 plugged into SWITCH. Without SWITCH: only lo.
host() {
  local name=$1 switch=${2:-} address
  hosts+=("$name")
  in_host[$name]=$'link set lo up\n'
  on_switch+="netns add $name"$'\n'
  (($# > 1)) || return 0
  on_switch+="link add v-$name type veth peer name eth0 netns $name"$'\n'
  on_switch+="link set v-$name master $switch up"$'\n'
  in_host[$name]+=$'link set eth0 up\n'
  for address in "${@:3}"; do addr "$name" eth0 "$address"; done
}

# plug HOST DEVICE SWITCH ADDRESS/BITS…: one more interface of HOST, plugged into SWITCH as v-HOST-DEVICE.
plug() {
  local address
  on_switch+="link add v-$1-$2 type veth peer name $2 netns $1"$'\n'
  on_switch+="link set v-$1-$2 master $3 up"$'\n'
  in_host[$1]+="link set $2 up"$'\n'
  for address in "${@:4}"; do addr "$1" "$2" "$address"; done
}

# addr HOST DEVICE ADDRESS/BITS
addr() { in_host[$1]+="addr add $3 dev $2"$([[ $3 != *:* ]] || echo ' nodad')$'\n'; }

# ip_in HOST IP-COMMAND…: anything else ip(8) takes, as in: ip_in rs1 route add default via 10.0.0.1
ip_in() { in_host[$1]+="${*:2}"$'\n'; }

# setting HOST KEY=VALUE…: sysctls, with dots or slashes
setting() { settings_of[$1]+="${*:2} "; }

# start COMMAND…: once the network stands, before the lab's command; commands run side by side and must end well.
start() { starts+=("$(printf '%q ' "$@")"); }

# Everything above, done. New namespaces inherit the IPv6 settings made here: no waiting for duplicate detection.
network_done() {
  local name pair
  modprobe ip_vs veth bridge || return
  for pair in core/devconf_inherit_init_net=1 ipv6/conf/{all,default}/{accept_dad,accept_ra,router_solicitations}=0; do
    [ -e "/proc/sys/net/${pair%=*}" ] || continue   # some belong to a whole machine: lab/guides builds this without one
    echo "${pair#*=}" >"/proc/sys/net/${pair%=*}" || return
  done
  ip -batch - <<<"link set lo up"$'\n'"$on_switch" || return
  for name in "${hosts[@]}"; do
    ip -n "$name" -batch - <<<"${in_host[$name]}" || return
    [ -z "${settings_of[$name]:-}" ] || on "$name" bash -c 'for pair; do
      key=${pair%=*}; echo "${pair#*=}" >"/proc/sys/${key//.//}" || exit; done' - ${settings_of[$name]} || return
  done
  local command started=()
  for command in "${starts[@]}"; do
    eval "$command &"
    started+=($!)
  done
  for command in "${started[@]}"; do wait "$command" || return; done
}
