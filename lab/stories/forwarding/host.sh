# What directors do to their host, and what they refuse. Sourced by lab/guest/forwarding-story.

# Servers reach the world by the address of the active director, and are seen as they are where that is excepted.
outbound() {
  local server
  for server in in1 in2; do
    equal "who $server is for the world" "router 192.168.26.$((${active#dir} + 1))" "$(page "$server" 192.168.26.1)"
    equal "who $server is where excepted" "router 10.11.12.2${server#in}" "$(page "$server" 192.168.26.5)"
  done
}

# Rules of somebody else on dir1, which has its own beside them. None of them matches anything here.
foreign_put() {
  iptables-legacy -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 9
  iptables-legacy -t nat -A POSTROUTING -s 172.16.0.0/12 -j MASQUERADE
  iptables-legacy -A INPUT -p tcp --dport 23 -j DROP
  iptables-legacy -N theirs
  ip6tables-legacy -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 9
  foreign=$(rules)
}
# rules: all but the kernel's own chains.
rules() { { iptables-legacy-save; ip6tables-legacy-save; } | grep -E '^(\*|-A|:[^ ]* -)' | sed 's/ \[.*//' | grep -v '^\*'; }
foreign_kept() {
  ! spoils foreign || iptables-legacy -F INPUT
  local now
  now=$(rules)
  grep -q DIRECTORD <<<"$now" || wrong 'the director has no rules: nothing is shown'
  equal "rules that are not the director's" "$(lines "$foreign")" "$(lines "$(grep -v DIRECTORD <<<"$now")")"
}

# dir1 starts where ip_vs_ftp cannot be loaded, dir2 where it can.
modprobe_before=$(</proc/sys/kernel/modprobe)
without_ftp() {
  cat >/run/lab/without-ftp <<END
#!/bin/bash
[[ " \$* " != *' ip_vs_ftp '* ]] || { echo 'modprobe: FATAL: Module ip_vs_ftp not found' >&2; exit 1; }
exec "$modprobe_before" "\$@"
END
  chmod +x /run/lab/without-ftp
  echo /run/lab/without-ftp >/proc/sys/kernel/modprobe
}
with_all() { echo "$modprobe_before" >/proc/sys/kernel/modprobe; }
helper_told() {
  [ "$phase" = start ] || return 0
  grep -q "event=module-missing name=ip_vs_ftp .*package linux-image-$(uname -r)" "$LAB_OUT/dir1.log" ||
    wrong "the log does not name module and package: $(grep module "$LAB_OUT/dir1.log")"
  ! grep -q 'event=module-missing' "$LAB_OUT/dir2.log" || wrong 'dir2 could not load it either'
}
