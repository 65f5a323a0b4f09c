# firewalld itself, on a host in a network namespace, with a bus of its own and an /etc/firewalld that nobody else sees.
# Sourced, never run, by scripts that have helper and until_true.

# firewalld_host HOST FOLDER [BACKEND]: HOST's bus, and the configuration in FOLDER/etc. What is to find them is run with
# "${beside[@]}" before it.
firewalld_host() {
  firewalld_on=$1 firewalld_folder=$2
  mkdir -p "$2/etc"
  echo "FirewallBackend=${3:-nftables}" >"$2/etc/firewalld.conf"
  cat >"$2/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=$2/socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
  </policy>
  <include>/usr/share/dbus-1/system.d/FirewallD.conf</include>
</busconfig>
END
  # shellcheck disable=SC2016
  helper "$1" sh -c 'mount --bind "$1/etc" /etc/firewalld &&
    exec dbus-daemon --config-file="$1/bus.conf" --nofork --nopidfile --nosyslog --print-address=3 3>"$1/bus"' - "$2" \
    >"$2/bus.log" 2>&1
  beside=(env DBUS_SYSTEM_BUS_ADDRESS="unix:path=$2/socket" nsenter -t "$helper" -n -m --)
  until_true 10 bus_listens
}
bus_listens() { [ -s "$firewalld_folder/bus" ]; }

firewalld_start() {
  helper "$firewalld_on" "${beside[@]}" firewalld --nofork --nopid --log-target console >>"$firewalld_folder/log" 2>&1
  firewalld=$helper
  until_true 30 firewalld_runs
}
firewalld_runs() { "${beside[@]}" firewall-cmd --state >/dev/null 2>&1; }
firewalld_stop() {
  kill -TERM "$firewalld"
  until_true 30 firewalld_ended
}
firewalld_ended() { ! kill -0 "$firewalld" 2>/dev/null; }
