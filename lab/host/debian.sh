# The Debian that lab/debian boots: sourced, never run. The guest never writes to it, so one serves all runs.

# The first one is the default; docs/lab.md, "A whole Debian".
debian_suites='bookworm trixie'
debian_packages=systemd,systemd-sysv,dbus,passwd,iproute2,ipvsadm,kmod,procps,iptables,curl,busybox
# What rpm needs; the program alone comes beside it, as its package wants Perl, for building: 60 MB.
debian_packages+=,rpm-common

debian_rpm='cd "$1/tmp" && APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get download -q rpm && chmod 644 rpm_*.deb &&
  dpkg-deb --fsys-tarfile rpm_*.deb | tar -xC "$1" ./usr/bin/rpm && rm rpm_*.deb'

# debian_suite_known SUITE
debian_suite_known() { [[ " $debian_suites " = *" $1 "* ]]; }

# debian_root SUITE: sets $root, making the system when there is none made so. Ends with 69 where this machine cannot.
debian_root() {
  local cache=${LAB_DEBIAN:-${XDG_CACHE_HOME:-$HOME/.cache}/directord-lab} begin=$SECONDS key
  key=$(cat "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)
  root=$cache/$1-$key
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
    debian_make "$1" "$root.new" >"$cache/log" 2>&1 ||
      { echo "lab/debian: no Debian system: $(tail -n 3 "$cache/log" | tr '\n' ' ')" >&2; exit 69; }
    mv "$root.new" "$root"
    echo "lab/debian: made in $((SECONDS - begin)) s" >&2
  fi
  touch "$root"
  exec 9>&-
}
# debian_make SUITE FOLDER
debian_make() {
  local option options=()
  for option in 'path-exclude=/usr/share/'{doc,man,locale,info}'/*' force-unsafe-io; do options+=(--dpkgopt="$option"); done
  LC_ALL=C.UTF-8 mmdebstrap --variant=apt --include="$debian_packages" --skip=check/empty "${options[@]}" \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --customize-hook="$debian_rpm" "$1" "$2" &&
    rm "$2"/etc/dpkg/dpkg.cfg.d/* && : >"$2/etc/machine-id" &&   # each boot is another machine, but none is its first
    mkdir -p "$2"/lab/{run,old,out,with,scripts} "$2/usr/lib/modules" &&
    printf '#!/bin/sh\nmount -t hostfs none /lab/run -o "$LAB_RUN" && exec /bin/bash /lab/run/init\n' >"$2/lab/init" &&
    chmod 755 "$2/lab/init"
}
