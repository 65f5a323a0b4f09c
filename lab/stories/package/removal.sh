# Removing and purging. Sourced by lab/guest/package-story, never run.

# What a package could leave: files with owner and mode, users, units, addresses, routes, rules, interfaces. Without
# what every installation writes: dpkg's own lists, caches, the journal.
everything() {
  find / -xdev \( -path /lab -o -path /var/cache -o -path /var/log -o -path /tmp -o -path /var/tmp -o -path /root \
    -o -path '/var/lib/apt' -o -path '/var/lib/dpkg/*-old' -o -path /var/lib/systemd/timers -o -path '/etc/*-' \
    -o -path /srv \) -prune -o -printf 'file %p %y %u:%g %m\n' | sort
  find /run -maxdepth 1 -name 'directord*' -printf 'file %p\n'
  getent passwd group | sed 's/^/user /'
  systemctl list-unit-files --no-legend --no-pager | sed 's/^/unit /'
  ip -o addr show | sed -E 's/(valid|preferred)_lft [^ ]+//g; s/^/address /'
  ip route show table all | sed 's/^/route /'
  ip rule show | sed 's/^/rule /'
  iptables-legacy -S | sed 's/^/filter /'
  sysctl -a -r '^net\.ipv4\.conf\.' 2>/dev/null
}

remove() {
  local table_before
  table_before=$(table)
  mkdir -p /etc/directord/conf.d && echo '# of the administrator' >/etc/directord/conf.d/own.conf
  dpkg_quiet -r directord
  ! holds $vip || wrong 'the address is still here'
  equal 'processes of its user' '' "$(ps -o pid= -u directord)"
  like 'the unit' '^(not-found|masked)$' "$(property LoadState)"   # Debian masks it, so that nothing starts what is gone
  said 'event=stopped' || wrong 'it was not stopped in good order'
  # The kernel goes on balancing for the other director's sake, until the administrator says otherwise.
  equal 'the table' "$table_before" "$(table)"
  [ -f $conf ] && [ -f /etc/directord/conf.d/own.conf ] || wrong 'the configuration went with it'
}

purge() {
  local left
  dpkg_quiet -P directord
  everything >"$LAB_OUT/after"
  # The user stays, as do modules of the kernel, and what virtual-mac has set on its interface.
  left=$(diff <(sort "$LAB_OUT/before") <(sort "$LAB_OUT/after") | grep '^[<>]' |
    grep -vE '^> (user directord:|file /etc/sub[ug]id )|^. net\.ipv4\.conf\.eth0\.arp_(filter|ignore) ')
  [ -z "$left" ] || wrong "before and after differ: $(head -n 8 <<<"$left")"
  told=" $(wc -l <"$LAB_OUT/before") files, users, units, addresses, routes, sysctls compared"
}
