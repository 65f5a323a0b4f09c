# Installing, configuring, using. Sourced by lab/guest/package-story, never run.

install() {
  network
  everything >"$LAB_OUT/before"
  apt-get install -y -q /lab/with/old.deb </dev/null >"$LAB_OUT/install" 2>&1 || wrong "apt-get install: $(tail -n 3 "$LAB_OUT/install")"
  # Not once more: the installation has waited until the director is ready.
  directorctl status >/dev/null 2>"$LAB_OUT/said" || wrong "does not answer after the installation: $(<"$LAB_OUT/said")"
  equal 'the unit' active/enabled "$(property ActiveState)/$(property UnitFileState)"
  unit_for_this_systemd
  [ -d /proc/sys/net/ipv4/vs ] || wrong 'ip_vs is not loaded'
  # AOTMode=on: the JVM refuses to go on without its start-up cache, which wants every jar as it was when it was built.
  DIRECTORD_JAVA_OPTIONS=-XX:AOTMode=on directord check >/dev/null 2>"$LAB_OUT/said" ||
    wrong "the configuration that comes with it: $(<"$LAB_OUT/said")"
  equal 'who may read the configuration' 'root:directord 640' "$(stat -c '%U:%G %a' $conf)"
  equal 'the table of IPVS' '' "$(table)"
}

# The unit is for systemd 253 and later; with a drop-in it is for those before.
unit_for_this_systemd() {
  local type=notify-reload dropin=''
  (($(systemd_version) >= 253)) || type=notify dropin=/usr/lib/systemd/system/$unit.d/before-253.conf
  equal 'how systemd knows that it is ready' $type "$(property Type)"
  equal 'its drop-ins' "$dropin" "$(property DropInPaths)"
}

configuration() {
  configured dir1 150 >$conf
  directord check >/dev/null 2>"$LAB_OUT/said" || wrong "directord check: $(<"$LAB_OUT/said")"
  systemctl reload $unit || wrong 'systemctl reload failed'
  soon_true 60 'the address, and both servers in the table' settled
  soon_true 20 'the client is served' serves
  like 'systemctl status' 'Status: "[^"]+"' "$(systemctl status --no-pager $unit)"
  told=" $(property Type): $(property StatusText)"
}

# Root and the group directord may command, others may not.
commands() {
  groupadd others && useradd -g others -G directord ann && useradd -g others bob || wrong 'no users'
  runuser -u ann -- directorctl weight web/rs1 7 >"$LAB_OUT/said" 2>&1 || wrong "a member of the group is refused: $(<"$LAB_OUT/said")"
  soon_true 20 'the weight that ann gave' "in_table '-r 192.168.26.21:80 -g -w 7'"
  like 'who said so' 'ann' "$(status_json)"
  directorctl enable web/rs1 >/dev/null 2>"$LAB_OUT/said" || wrong "root is refused: $(<"$LAB_OUT/said")"
  ! runuser -u bob -- directorctl status >/dev/null 2>"$LAB_OUT/said" || wrong 'bob may command'
  like 'what bob is told' '[Pp]ermission|right|group' "$(<"$LAB_OUT/said")"
  told=" $(<"$LAB_OUT/said")"
  userdel ann && userdel bob && groupdel others 2>/dev/null   # purge looks for what was left
}

metrics() {
  local scraped
  scraped=$(curl -s -m 5 http://127.0.0.1:9113/metrics)
  like 'what is scraped' 'directord_router_state[^ ]* 2' "$scraped"
  told=" $(grep -c '^directord_' <<<"$scraped") lines"
}

reload_good() {
  local before
  before=$(pid)
  mkdir -p /etc/directord/conf.d
  cat >/etc/directord/conf.d/mail.conf <<END
director.virtual-services.mail {
  address = "$vip:25", forwarding = direct, check = { type = tcp, port = 80 }
  real-servers = [ { name = rs1, address = 192.168.26.21 } ]
}
END
  if waits_for_reloads; then reload_held_up; else systemctl reload $unit || wrong 'systemctl reload failed'; fi
  after_reload 30 'the new service in the table' "in_table '-A -t $vip:25 '"
  equal 'its process' "$before" "$(pid)"
  serves || wrong 'the client is not served any more'
}
# A director that is held up holds up systemctl. Not by SIGSTOP: with the signal of a reload systemd sends SIGCONT.
reload_held_up() {
  local reloading freeze
  freeze=/sys/fs/cgroup$(property ControlGroup)/cgroup.freeze
  echo 1 >"$freeze"
  systemctl reload $unit & reloading=$!
  soon_true 5 'systemd calls it reloading' '[ "$(property ActiveState)" = reloading ]'
  read -rt 1 -u "$never"
  kill -0 $reloading 2>/dev/null || wrong 'systemctl reload did not wait for the director'
  echo 0 >"$freeze"
  wait $reloading || wrong 'systemctl reload failed, of a director that was held up'
  told=' systemctl reload waits'
}

reload_bad() {
  local before
  before=$(table)
  echo 'director.virtual-services.mail.shceduler = rr' >/etc/directord/conf.d/zz-broken.conf
  systemctl reload $unit || wrong 'systemctl reload failed'   # install.md, "The service"
  soon_true 30 'the log of the refusal' "said 'event=config-problem .*shceduler'"
  after_reload 20 'the status line of the refusal' "[[ \$(property StatusText) =~ rejected:.*shceduler ]]"
  told=" $(property StatusText)"
  ready || wrong 'it has stopped'
  equal 'the table' "$before" "$(table)"
  serves || wrong 'the client is not served any more'
  ! directorctl reload >"$LAB_OUT/said" 2>&1 || wrong 'directorctl reload takes it over'
  like 'directorctl reload' 'zz-broken.conf:1: .*shceduler' "$(<"$LAB_OUT/said")"
  rm /etc/directord/conf.d/zz-broken.conf
  systemctl reload $unit || wrong 'the next good reload failed'
  after_reload 30 'an end of the bad status' "! [[ \$(property StatusText) =~ rejected ]]"
}
