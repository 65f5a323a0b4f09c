if [ "$1" -eq 0 ]; then
  if [ -d /run/systemd/system ]; then
    systemctl --no-reload disable --now directord.service >/dev/null 2>&1 || : # hands the addresses over
  fi
  # Nobody is left who could do this later: marks, masquerading and sysctls, too. The table of IPVS stays.
  /usr/bin/directord sweep --all || :
fi
exit 0
