# The Debian that lab/debian boots: sourced, never run. The guest never writes to it, so one serves all runs.

debian_suite=bookworm
debian_packages=systemd,systemd-sysv,dbus,iproute2,ipvsadm,kmod,procps,iptables,curl,busybox

# debian_root: sets $root, making the system when there is none made so. Ends with 69 where this machine cannot.
debian_root() {
  local cache=${LAB_DEBIAN:-${XDG_CACHE_HOME:-$HOME/.cache}/directord-lab} begin=$SECONDS key
  key=$(cat "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)
  root=$cache/$debian_suite-$key
  [[ $root != *[[:space:],]* ]] ||
    { echo "lab/debian: blanks in '$root': the kernel command line takes none; set LAB_DEBIAN" >&2; exit 64; }
  # Files must belong to whom they belong to, and the guest reads them with the caller's rights.
  (($(id -u) == 0)) || { echo 'lab/debian: needs root, for a Debian system with owners of its files' >&2; exit 69; }
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9   # somebody else may be making it
  if [ ! -d "$root" ]; then
    command -v mmdebstrap >/dev/null ||
      { echo 'lab/debian: missing packages; install them with: apt-get install mmdebstrap' >&2; exit 69; }
    echo "lab/debian: making $root; a minute, the first time" >&2
    rm -rf --one-file-system "$root.new"
    # Of other recipes; one that was used lately may be in use.
    find "$cache" -mindepth 1 -maxdepth 1 -type d -mtime +30 -exec rm -rf --one-file-system {} +
    debian_make "$root.new" >"$cache/log" 2>&1 ||
      { echo "lab/debian: no Debian system: $(tail -n 3 "$cache/log" | tr '\n' ' ')" >&2; exit 69; }
    mv "$root.new" "$root"
    echo "lab/debian: made in $((SECONDS - begin)) s" >&2
  fi
  touch "$root"
  exec 9>&-
}
debian_make() {
  local option options=()
  for option in 'path-exclude=/usr/share/'{doc,man,locale,info}'/*' force-unsafe-io; do options+=(--dpkgopt="$option"); done
  LC_ALL=C.UTF-8 mmdebstrap --variant=apt --include="$debian_packages" --skip=check/empty "${options[@]}" \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' "$debian_suite" "$1" &&
    rm "$1"/etc/dpkg/dpkg.cfg.d/* && : >"$1/etc/machine-id" &&   # each boot is another machine, but none is its first
    mkdir -p "$1"/lab/{run,old,out,with,scripts} "$1/usr/lib/modules" &&
    printf '#!/bin/sh\nmount -t hostfs none /lab/run -o "$LAB_RUN" && exec /bin/bash /lab/run/init\n' >"$1/lab/init" &&
    chmod 755 "$1/lab/init"
}
