# The .rpm, by the program of that name: its scripts, and what an upgrade and a removal keep. install.md. Debian's packages
# satisfy nothing that an .rpm requires. Sourced by lab/guest/package-story, never run.

dropins=/usr/lib/systemd/system/directord.service.d presets=/etc/systemd/system-preset
database=/var/tmp/rpm   # where purge and rpm_erase look for nothing
rpm_quiet() {
  local forced=''
  ! rpm --help | grep -q -- --force-debian || forced=--force-debian   # of Debian 12, which would have one use alien
  rpm $forced --dbpath $database "$@" </dev/null >"$LAB_OUT/rpm-$name" 2>&1 ||
    wrong "rpm $*: $(tail -n 3 "$LAB_OUT/rpm-$name")"
}
# rpm_as_package OPTION… PACKAGE: without a word, too.
rpm_as_package() {
  rpm_quiet "${@:1:$#-1}" --nodeps "/lab/with/${*: -1}.rpm"
  equal "what rpm ${1} says" '' "$(grep -v "^warning: $conf " "$LAB_OUT/rpm-$name")"
}
# What differs from what the package holds: files, owners, modes.
verified() { rpm --dbpath $database --verify --nodeps directord; }
owner() { stat -c '%U:%G %a' "$@"; }
state() { echo "$(property ActiveState)/$(property UnitFileState)"; }
starts() { journalctl -u $unit -o cat --no-pager --since "@${begin:0:-6}.${begin: -6}" | grep -c '^Started '; }

rpm_install() {
  [ -e /run/netns/world ] || network
  # After the story of the .deb.
  ! dpkg -s directord >/dev/null 2>&1 || dpkg_quiet -P directord
  ! getent passwd directord >/dev/null || userdel directord
  # The distributions that use rpm have it so.
  mkdir -p $presets && echo 'disable *' >$presets/99-default-disable.preset
  everything >"$LAB_OUT/before"
  rpm_as_package --install old
  equal 'the unit' inactive/disabled "$(state)"
  unit_for_this_systemd
  equal 'its user' 'directord:/var/lib/directord:/sbin/nologin' "$(getent passwd directord | cut -d: -f1,6,7)"
  equal 'its group' directord "$(id -gn directord)"
  equal 'what rpm finds changed' '' "$(verified)"
  equal 'who may read the configuration' 'root:directord 640' "$(owner $conf)"
  ! runuser -u nobody -- cat $conf >/dev/null 2>&1 || wrong 'everybody may read the configuration'
  [ -d /proc/sys/net/ipv4/vs ] || wrong 'ip_vs is not loaded'
  [ ! -e /run/directord ] || wrong 'there is a /run/directord, and no director'
  DIRECTORD_JAVA_OPTIONS=-XX:AOTMode=on directord check >/dev/null 2>"$LAB_OUT/said" ||
    wrong "the configuration that comes with it: $(<"$LAB_OUT/said")"
  configured dir1 150 'host.sysctls = apply, virtual-services.web.when-down = remove' >$conf
  systemctl enable --now $unit 2>/dev/null || wrong 'it does not start'
  soon_true 60 'the address, and both servers in the table' settled
  soon_true 20 'the client is served' serves
  soon_true 20 'net.ipv4.vs.expire_nodest_conn = 1' '[ "$(sysctl -n net.ipv4.vs.expire_nodest_conn)" = 1 ]'
  soon_true 10 'connections in its statistics' '(($(connections) + 0 > 0))'
  told=" $(property Type)"
}

# upgraded VERSION: to another one, or once more, while it runs.
upgraded() {
  local before=$1 table_before=$2 conf_before=$3 connections=$4
  [ "$(pid)" != "$before" ] || wrong 'the old process goes on'
  ready || wrong "it is not ready when rpm has ended: $(journalctl -u $unit -o cat --no-pager | tail -n 3)"
  equal 'how often it was started' 1 "$(starts)"
  equal 'the unit' active/enabled "$(state)"
  unit_for_this_systemd
  soon_true 60 'it is settled' settled
  equal 'the table' "$table_before" "$(table)"
  (($(connections) >= connections)) || wrong 'it made the service anew: its counters began again'
  soon_true 20 'the client is served' serves
  equal 'the configuration' "$conf_before" "$(<$conf)"
  equal 'who may read it' 'root:directord 640' "$(owner $conf)"
  like 'what rpm finds changed' "^[^ ]+ +c $conf\$" "$(verified)"
}
rpm_upgrade() {
  local now
  now=("$(pid)" "$(table)" "$(<$conf)" "$(connections)")
  rpm_as_package --upgrade new
  upgraded "${now[@]}"
  equal 'the version' 1 "$(ls /usr/lib/directord/lib/director-core-*.jar | grep -c .)"
  like 'the new configuration beside it' 'of the next version' "$(<$conf.rpmnew)"
  equal 'who may read that' 'root:directord 640' "$(owner $conf.rpmnew)"
  told=" $(rpm --dbpath $database -q directord)"
}
# The same once more, as dnf reinstall.
rpm_again() {
  local now
  rm -f $conf.rpmnew
  now=("$(pid)" "$(table)" "$(<$conf)" "$(connections)")
  rpm_as_package --upgrade --force new
  upgraded "${now[@]}"
}
rpm_erase() {
  local table_before conf_before left
  table_before=$(table) conf_before=$(<$conf)
  echo '# of the administrator' >/etc/directord/conf.d/own.conf
  rpm_quiet --erase directord
  ! holds $vip || wrong 'the address is still here'
  said 'event=stopped' || wrong 'it was not stopped in good order'
  equal 'the unit' not-found "$(property LoadState)"
  # As the .deb's.
  equal 'the table' "$table_before" "$(table)"
  equal net.ipv4.vs.expire_nodest_conn 0 "$(sysctl -n net.ipv4.vs.expire_nodest_conn)"
  equal 'the configuration' "$conf_before" "$(<$conf.rpmsave)"
  equal 'who may read it' 'root:directord 640' "$(owner $conf.rpmsave)"
  equal 'the state' 'directord:directord 750' "$(owner /var/lib/directord)"
  everything >"$LAB_OUT/after"
  left=$(diff <(sort "$LAB_OUT/before") <(sort "$LAB_OUT/after") | grep '^[<>]' |
    grep -vE '^> (user directord:|file /etc/sub[ug]id )' | grep -vE '^> file (/var/lib/directord(/|  *)|/etc/directord(/conf[.]d(/own[.]conf)?|/directord[.]conf[.]rpmsave)? )')
  [ -z "$left" ] || wrong "before and after differ: $(head -n 8 <<<"$left")"
  told=" kept: $(find /etc/directord /var/lib/directord -type f | tr '\n' ' ')"
}

# Where the distribution, or the administrator, presets it so, it starts.
rpm_preset() {
  ! rpm --dbpath $database -q directord >/dev/null || rpm_quiet --erase directord
  echo "enable $unit" >$presets/10-directors.preset
  rpm_as_package --install new
  ready || wrong 'it is not ready when rpm has ended'
  equal 'the unit' active/enabled "$(state)"
  directorctl status >/dev/null 2>"$LAB_OUT/said" || wrong "does not answer after the installation: $(<"$LAB_OUT/said")"
}

# Back to the old version, which goes the same way; and the removal of what does not run.
rpm_stopped() {
  local changed
  systemctl disable --now $unit 2>/dev/null || wrong 'it does not stop'
  rpm_as_package --upgrade --force old
  equal 'the unit' inactive/disabled "$(state)"
  equal 'how often it was started' 0 "$(starts)"
  changed=$(verified)
  modprobe iptable_filter && iptables-legacy -N DIRECTORD-ACCEPT || wrong 'no chain to be swept'
  rpm_quiet --erase directord
  ! iptables-legacy -S | grep DIRECTORD >&2 || wrong 'it was not swept'
  [ -n "$changed" ] || [ ! -e $conf ] || wrong 'a configuration that nobody has changed was kept'
  equal 'what is left in /run' '' "$(find /run -maxdepth 1 -name 'directord*')"
  [ ! -e $dropins ] || wrong "$dropins is left"
}
