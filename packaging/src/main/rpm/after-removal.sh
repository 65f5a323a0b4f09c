if [ "$1" -eq 0 ]; then
  # Kept, as is usual for RPM packages: a changed directord.conf (.rpmsave), /var/lib/directord, the user.
  rm -f /usr/lib/systemd/system/directord.service.d/before-253.conf
  rmdir /usr/lib/systemd/system/directord.service.d 2>/dev/null || :
  rm -rf /run/directord
  if [ -d /run/systemd/system ]; then
    systemctl --system daemon-reload >/dev/null 2>&1 || :
  fi
fi
exit 0
