# Words of the package's stories. Sourced by lab/guest/package-story, never run.

unit=directord.service conf=/etc/directord/directord.conf
vip=192.168.26.10
exec {never}<> <(:)   # sleep would be a process each time, which the guest pays for dearly

wrong() { problem+="${problem:+; }$*"; }
# equal WHAT EXPECTED FOUND
equal() { [ "$2" = "$3" ] || wrong "$1: expected <$2>, found <$3>"; }
# like WHAT PATTERN FOUND
like() { [[ $3 =~ $2 ]] || wrong "$1: nothing like <$2> in <$3>"; }
until_true() {   # SECONDS COMMAND…
  local deadline=$((${EPOCHREALTIME/./} + $1 * 1000000))
  until "${@:2}"; do
    ((${EPOCHREALTIME/./} < deadline)) || return 1
    read -rt 0.05 -u "$never"
  done
  return 0   # not what read said
}
# soon_true SECONDS WHAT COMMAND…: COMMAND, perhaps an expression, is true by then.
soon_true() { until_true "$1" eval "${*:3}" || wrong "$2: not within $1 s"; }
# after_reload SECONDS WHAT COMMAND…: the same after systemctl reload, which since systemd 253 ends when the reload has: at once.
after_reload() { ! waits_for_reloads || set -- 0 "${@:2}"; soon_true "$@"; }
waits_for_reloads() { [ "$(property Type)" = notify-reload ]; }
systemd_version() { systemctl --version | sed -n 's/^systemd \([0-9]*\).*/\1/p'; }

property() { systemctl show --value -p "$1" "${2:-$unit}"; }
pid() { property MainPID; }
# ready [UNIT]: systemd has been told that it is, once more than it was.
ready() { [ "$(property ActiveState "${1:-}")/$(property SubState "${1:-}")" = active/running ]; }
table() { ipvsadm -Sn; }
in_table() { table | grep -qF -- "$1"; }
holds() { [ -n "$(ip -o addr show to "$1")" ]; }
serves() { [ "$(ip netns exec client curl -s -m 2 "http://$vip/")" = served ]; }
# said PATTERN: by the director, since the case began.
said() { journalctl -u "$unit" -o cat --no-pager --since "@${begin:0:-6}.${begin: -6}" | grep -qE -- "$1"; }
status_json() { curl -s -m 5 "http://127.0.0.1:9113/api/v1/status"; }
# settled: it is active, holds the address, and the kernel has the servers.
settled() { ready && holds $vip && in_table '-r 192.168.26.21:80 ' && in_table '-r 192.168.26.22:80 '; }
dpkg_quiet() { dpkg "$@" </dev/null >"$LAB_OUT/dpkg-$name" 2>&1 || wrong "dpkg $*: $(tail -n 3 "$LAB_OUT/dpkg-$name")"; }
