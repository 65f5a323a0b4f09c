# A real server that is prepared for good. Sourced by lab/guest/package-story, never run.

# What a way to hide an address may touch.
hiding() {
  sysctl -a -r '^net\.ipv4\.conf\..*\.(arp_ignore|arp_announce)$' 2>/dev/null
  ip -o addr show dev lo | sed -E 's/(valid|preferred)_lft [^ ]+//g'
  ip route show table all
  iptables-legacy -S
  find /etc /var/lib/directord -newermt 2000-01-01 -printf '%p %y %u:%g %m\n' 2>/dev/null | sort
  systemctl list-unit-files --no-legend --no-pager
}
prepared() { directord real-server status --arp sysctl --vip 192.168.26.99 >"$LAB_OUT/said" 2>&1; }

# A boot keeps files; it loses addresses, sysctls, and the memory of what has run.
real_server_boot() {
  local before
  hiding >"$LAB_OUT/hiding-before"
  before=$(sysctl -a -r '^net\.ipv4\.conf\..*\.(arp_ignore|arp_announce)$' 2>/dev/null | tr -d ' ')
  directord real-server apply --arp sysctl --vip 192.168.26.99 --persist >"$LAB_OUT/said" 2>&1 ||
    wrong "apply --persist: $(tail -n 2 "$LAB_OUT/said")"
  prepared || wrong "status: $(tail -n 2 "$LAB_OUT/said")"
  ip address del 192.168.26.99/32 dev lo
  sysctl -qw $before
  ! prepared || wrong 'status sees nothing of it'
  systemctl daemon-reload && systemctl start multi-user.target || wrong 'systemctl failed'
  soon_true 60 'its unit, by multi-user.target' "[ \"\$(property ActiveState directord-real-server.service)\" = active ]"
  prepared || wrong "after the boot: $(tail -n 2 "$LAB_OUT/said")"
  directord real-server remove >"$LAB_OUT/said" 2>&1 || wrong "remove: $(tail -n 2 "$LAB_OUT/said")"
  systemctl stop directord-real-server.service 2>/dev/null
  systemctl daemon-reload
  hiding >"$LAB_OUT/hiding-after"
  cmp -s "$LAB_OUT/hiding-before" "$LAB_OUT/hiding-after" ||
    wrong "not as before: $(diff "$LAB_OUT/hiding-before" "$LAB_OUT/hiding-after" | head -n 6)"
  told=" $(wc -l <"$LAB_OUT/hiding-before") addresses, sysctls, rules, files compared"
}
