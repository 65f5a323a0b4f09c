# A director that hangs, and one that dies. Sourced by lab/guest/package-story, never run.

# restarted BEFORE COUNT: by systemd, as another process.
restarted() { (($(property NRestarts) > $2)) && [ "$(pid)" != "$1" ] && [ "$(pid)" != 0 ] && settled; }
# From now on, "Deleted" begins what goes.
watch_addresses() {
  ip -o monitor address >"$LAB_OUT/addresses" 2>/dev/null & watcher=$!
  until_true 5 watching || wrong 'no ip monitor'
}
watching() { ip addr add 127.77.0.1/32 dev lo; ip addr del 127.77.0.1/32 dev lo; grep -q 127.77.0.1 "$LAB_OUT/addresses"; }
watched_enough() { kill "$watcher"; wait "$watcher" 2>/dev/null; }

watchdog() {
  local before count
  mkdir -p /run/systemd/system/$unit.d
  printf '[Service]\nWatchdogSec=3\n' >/run/systemd/system/$unit.d/lab.conf
  systemctl daemon-reload
  systemctl restart $unit || wrong 'it does not start with WatchdogSec=3'
  soon_true 60 'it is settled' settled
  before=$(pid) count=$(property NRestarts)
  # A watchdog that nobody feeds would bite here.
  read -rt 7 -u "$never"
  equal 'its process, after seven seconds' "$before" "$(pid)"
  kill -STOP "$before"
  soon_true 90 'systemd has replaced it' "restarted $before $count"
  said 'Watchdog timeout' || journalctl -u $unit --no-pager | grep -q 'Watchdog timeout' || wrong 'no word of the watchdog'
  rm /run/systemd/system/$unit.d/lab.conf
  systemctl daemon-reload
}

crash() {
  local before count table_before connections new
  serves || wrong 'the client is not served before it'
  before=$(pid) count=$(property NRestarts) table_before=$(table) connections=$(connections)
  watch_addresses
  begin=${EPOCHREALTIME/./}
  kill -KILL "$before"
  equal 'the table after the crash' "$table_before" "$(table)"
  soon_true 90 'systemd has started it again' "restarted $before $count"
  watched_enough
  grep -q "^Deleted .* $vip/" "$LAB_OUT/addresses" || wrong 'nobody took the address away (ExecStopPost)'
  equal 'the table of the new one' "$table_before" "$(table)"
  (($(connections) >= connections && connections > 0)) || wrong 'it made the service anew: its counters began again'
  ! said 'event=change .*ipvsadm -[AD] ' || wrong 'it did not adopt what it found'
  soon_true 20 'the client is served' serves
}
# How many connections the service has had; the kernel renews that every two seconds.
connections() { ipvsadm -Ln --stats --exact | awk -v service="$vip:80" '$2 == service {print $3}'; }
