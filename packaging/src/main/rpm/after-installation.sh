dropin=/usr/lib/systemd/system/directord.service.d
# The unit is for systemd 253 and later. What is for older ones suits those too, so an update of systemd needs nothing.
version=$(systemctl --version 2>/dev/null) version=${version#systemd } version=${version%%[!0-9]*}
if [ -n "$version" ] && [ "$version" -lt 253 ]; then
  mkdir -p "$dropin"
  cp /usr/lib/directord/systemd/before-253.conf "$dropin/before-253.conf"
else
  rm -f "$dropin/before-253.conf"
fi
if [ "$1" -eq 1 ]; then
  # Enabled and started only where the distribution's presets say so, as is usual for RPM packages.
  systemctl --no-reload preset directord.service >/dev/null 2>&1 || :
fi
if [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null 2>&1 || :
  modprobe --quiet ip_vs || : # at the next boot /usr/lib/modules-load.d does this
  if [ "$1" -gt 1 ]; then
    # Only now, not before unpacking: the old director served meanwhile. One that was stopped stays so.
    systemctl try-restart directord.service >/dev/null 2>&1 || :
  elif systemctl --quiet is-enabled directord.service 2>/dev/null; then
    systemctl start directord.service >/dev/null 2>&1 || :
  fi
fi
exit 0
