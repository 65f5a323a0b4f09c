# A newer package over an older one. Sourced by lab/guest/package-story, never run.

version() { dpkg-query -W -f '${Version}' directord; }

upgrade() {
  local before table_before conf_before connections old
  echo '# of the administrator' >>$conf
  table_before=$(table) conf_before=$(cat $conf /etc/directord/conf.d/*) before=$(pid) connections=$(connections) old=$(version)
  ! waits_for_reloads || debian_was_upgraded
  dpkg_quiet -i /lab/with/new.deb
  unit_for_this_systemd
  [ "$(version)" != "$old" ] || wrong "the version is still $old"
  [ "$(pid)" != "$before" ] || wrong 'the old process goes on'
  ready || wrong 'it is not ready when the installation has ended'
  equal 'the configuration' "$conf_before" "$(cat $conf /etc/directord/conf.d/*)"
  soon_true 60 'it is settled' settled
  equal 'the table' "$table_before" "$(table)"
  (($(connections) >= connections)) || wrong 'it made the service anew: its counters began again'
  soon_true 20 'the client is served' serves
  equal 'the unit' active/enabled "$(property ActiveState)/$(property UnitFileState)"
  told=" $old to $(version)"
}
# The drop-in of a systemd before 253 is still there after an upgrade of Debian, until the next one of directord.
debian_was_upgraded() {
  mkdir /usr/lib/systemd/system/$unit.d && cp /usr/lib/directord/systemd/before-253.conf /usr/lib/systemd/system/$unit.d
  systemctl daemon-reload
  equal 'with the drop-in' notify "$(property Type)"
  systemctl reload $unit || wrong 'with the drop-in, systemctl reload failed'
  soon_true 20 'with the drop-in, the reload' "said 'event=reload'"
}

# Who has stopped or disabled a director does not find it running after an upgrade.
upgrade_of_a_stopped_one() {
  systemctl disable --now $unit 2>/dev/null || wrong 'it does not stop'
  dpkg_quiet -i /lab/with/old.deb
  equal 'the unit' inactive/disabled "$(property ActiveState)/$(property UnitFileState)"
  systemctl enable --now $unit 2>/dev/null || wrong 'it does not start again'
  soon_true 60 'it is settled' settled
}
