# What the host side of the lab shares: sourced, never run.

# Says in one line what to install, if anything is missing.
require_packages() {
  local -A package=([linux.uml]=user-mode-linux [ipvsadm]=ipvsadm [ip]=iproute2 [taskset]=util-linux
    [setpriv]=util-linux [/usr/bin/python3]=python3)
  local -A missing=()
  local tool
  for tool in "${!package[@]}"; do
    command -v "$tool" >/dev/null || missing[${package[$tool]}]=1
  done
  ((${#missing[@]} == 0)) && return
  echo "lab: missing packages; install them with: apt-get install ${!missing[*]}" >&2
  exit 69
}

# The CPUs this process may use, the idlest first. UML runs 1.5 times faster when it stays on one.
idle_cpus() {
  /usr/bin/python3 -IS - 2>/dev/null <<'END'   # quiet when interrupted
import os, time
def idle():
    with open("/proc/stat") as stat:
        rows = [line.split() for line in stat if line.startswith("cpu") and line[3].isdigit()]
    return {int(row[0][3:]): int(row[4]) for row in rows}
before = idle()
time.sleep(0.1)
after = idle()
print(*sorted(os.sched_getaffinity(0), key=lambda cpu: before.get(cpu, 0) - after.get(cpu, 0)))
END
}
idle_cpu() { local cpus; cpus=$(idle_cpus); echo "${cpus%% *}"; }

# A directory for the guest's memory file: in memory if it fits there and may hold executable pages
# (containers often mount /dev/shm small and noexec), else on disk.
memory_dir() {
  local size=${1%[MG]} free
  [[ $1 == *G ]] && size=$((size * 1024))
  free=$(df --output=avail -m /dev/shm 2>/dev/null | tail -n 1)
  if [ -w /dev/shm ] && ((${free:-0} > size)) && ! grep -q ' /dev/shm .*noexec' /proc/mounts; then
    echo /dev/shm
  else
    echo "$run"
  fi
}

# Ends the process group $1: asks, waits up to a second, insists. A group that is already gone is fine.
stop_group() {
  local deadline=$((${EPOCHREALTIME/./} + 1000000))
  # It leads no group yet in its first moments.
  kill -TERM -- "-$1" 2>/dev/null || kill -TERM "$1" 2>/dev/null || return 0
  while kill -0 -- "-$1" 2>/dev/null; do
    if ((${EPOCHREALTIME/./} > deadline)); then kill -KILL -- "-$1" 2>/dev/null || true; break; fi
    sleep 0.02
  done
  wait "$1" 2>/dev/null || true
}
