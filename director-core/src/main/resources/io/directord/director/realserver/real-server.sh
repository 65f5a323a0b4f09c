#!/bin/sh
# Made by directord real-server --print sh. Prepares this real server of LVS, and undoes exactly what it did.
# Run it as root: sh FILE apply|remove|status
# Exit status: 0 done, or all is in place; 3 something is not, or was left alone; 64 usage; 69 something is missing on
# this host, or was refused; 77 not root.
set -u
LC_ALL=C
PATH=/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin
export LC_ALL PATH
folder=${DIRECTORD_STATE:-/var/lib/directord}
state=$folder/real-server
tab=$(printf '\t')

# Each step knows: its key and the rest of its line in the state file, a text, whether it is in place, whether there is
# something to undo, its value now, how to make it, how to undo it ($2: the value before), what it needs.
#STEPS

die() { code=$1; shift; echo "real-server: $*" >&2; exit "$code"; }

# The program must end well and print these words, up to --.
shows() {
  texts=
  while [ "$1" != -- ]; do texts="$texts$1$tab"; shift; done
  shift
  output=$("$@" 2>/dev/null) || return 1
  # shellcheck disable=SC2086 # split into words
  words=" $(echo $output) "
  while [ -n "$texts" ]; do
    case $words in *" ${texts%%"$tab"*} "*) ;; *) return 1 ;; esac
    texts=${texts#*"$tab"}
  done
}

# These come in two kinds, for the two packet filters of the kernel. The one that can do it does it; the old one loads
# its tables when it is asked, so it is asked for a new chain, or where they are in use.
kinds() {
  program=$1 names=$2 table=$3
  shift 3
  trouble="there is no $program" done=1
  for kind in "$program" "$program-nft" "$program-legacy"; do
    [ -n "$(find_program "$kind")" ] || continue
    case " $* " in
      *' -N '*) ;;
      *)
        case $(command "$kind" --version 2>&1) in
          *nf_tables*) ;;
          *) grep -qx "$table" "/proc/net/$names" 2>/dev/null || continue ;;
        esac ;;
    esac
    if said=$(command "$kind" "$@" 2>&1); then done=0; break; fi
    trouble=$said
  done
  if [ "$done" = 0 ]; then [ -z "$said" ] || echo "$said"; else echo "$trouble" >&2; return 1; fi
}
iptables() { kinds iptables ip_tables_names nat "$@"; }
ip6tables() { kinds ip6tables ip6_tables_names nat "$@"; }
arptables() { kinds arptables arp_tables_names filter "$@"; }

need() {
  [ -n "$(find_program "$1")$(find_program "$1-nft")$(find_program "$1-legacy")" ] ||
    die 69 "there is no $1 on this host: install $2"
}
find_program() {
  for where in /usr/sbin /sbin /usr/bin /bin /usr/local/sbin; do
    if [ -x "$where/$1" ]; then echo "$where/$1"; return; fi
  done
}

# The default route of our metric, as ip takes it.
default_route() {
  if [ "$1" = 6 ]; then
    ip -6 -o route show default | grep ' metric 1 '
  else
    ip -4 -o route show default | grep -v ' metric '
  fi | head -n 1 | tr '\\\t' '  ' | sed 's/ linkdown / /g; s/ linkdown$//; s/ dead / /g; s/ dead$//; s/  */ /g; s/^ //; s/ $//'
}

step_now() { cat "$1" 2>/dev/null; }

boot=$(cat /proc/sys/kernel/random/boot_id)
# What an earlier boot knew is gone, but for what is on disk.
recall() {
  [ -f "$state" ] || return 0
  if [ "$(head -n 1 "$state")" != "boot$tab$boot$tab" ]; then
    # A permanent rule is among the running ones as soon as firewalld has read it.
    sed -n -e '/^file /p' -e '/^firewalld-permanent /{ p; s/-permanent//p; }' "$state" | keep
  fi
}
# The lines of standard input become the state; on disk before anything is changed.
keep() {
  mkdir -p "$folder" && { printf 'boot\t%s\t\n' "$boot"; grep -v "^boot$tab"; } >"$state.new"
  sync "$state.new" 2>/dev/null || sync
  mv "$state.new" "$state" || die 69 "cannot write $state"
}
entry() { [ ! -f "$state" ] || awk -F '\t' -v key="$1" '$1 == key' "$state"; }
former() { entry "$1" | cut -f 3; }
forget() { awk -F '\t' -v key="$1" '$1 != key' "$state" | keep; }
remember() {
  key=$("step_$1" key) rest=$("step_$1" rest) old=$(entry "$key")
  if [ -n "$old" ]; then before=$(former "$key"); else before=$("step_$1" now); fi
  line=$(printf '%s\t%s\t%s' "$key" "$rest" "$before")
  if [ -n "$old" ]; then
    awk -F '\t' -v key="$key" -v line="$line" '$1 == key { print line; next } { print }' "$state" | keep
  else
    { [ ! -f "$state" ] || cat "$state"; echo "$line"; } | keep
  fi
}
needed() {
  "step_$1" is || return 0
  old=$(entry "$("step_$1" key)")
  [ -n "$old" ] && [ "$(echo "$old" | cut -f 2)" != "$("step_$1" rest)" ]
}

apply() {
  recall
  changed=
  for number in $steps; do if needed "$number"; then "step_$number" need; fi; done
  for number in $steps; do
    needed "$number" || continue
    remember "$number"
    text=$("step_$number" text)
    "step_$number" make >/dev/null || die 69 "refused: $text"
    "step_$number" is || die 69 "$text was made, but is not in place: something else on this host undoes it"
    echo "made: $text"
    changed=1
  done
  [ -n "$changed" ] || echo 'nothing to do'
}

remove() {
  recall
  if [ ! -f "$state" ] || [ "$(wc -l <"$state")" -le 1 ]; then rm -f "$state"; echo 'nothing to do'; return; fi
  code=0 backwards= keys=
  for number in $steps; do backwards="$number $backwards"; done
  grep '^file ' "$state" | cut -f 1 | while read -r _ file; do
    rm -f "$file" && echo "removed: $file"
    case $file in *.target.d/*) rmdir "${file%/*}" 2>/dev/null || : ;; esac
  done
  grep -v '^file ' "$state" | keep
  for number in $backwards; do
    key=$("step_$number" key)
    keys="$keys$key
"
    [ -n "$(entry "$key")" ] || continue
    undo "$number" "$(former "$key")"
    result=$?
    [ "$result" -le "$code" ] || code=$result
    case $result in 0 | 3) forget "$key" ;; esac
  done
  others=$(tail -n +2 "$state" | cut -f 1 | grep -vxF "$keys" | tr '\n' ';')
  if [ -n "$others" ]; then
    echo "real-server: not of this script, so left: $others" >&2
    [ "$code" != 0 ] || code=3
  fi
  [ "$(wc -l <"$state")" -gt 1 ] || rm -f "$state"
  return "$code"
}
undo() {
  text=$("step_$1" text)
  now=$("step_$1" now)
  if "step_$1" there; then
    if [ -z "$("step_$1" stays)" ]; then
      "step_$1" undo "$2" >/dev/null || { echo "real-server: not undone: $text" >&2; return 69; }
      echo "undone: $text${2:+; it is $2 again}"
    else
      echo "left: $text; others may use it"
    fi
  elif on_disk "$1" && ! ("step_$1" need); then
    echo "real-server: not undone: $text" >&2; return 69
  elif [ -z "$now" ] || [ "$now" = "$2" ]; then
    echo "gone already: $text"
  else
    echo "left: $text: somebody else made it '$now'${2:+; before apply it was $2}" >&2
    return 3
  fi
}

# What is on disk comes back with who does not run now, and can be undone then only.
on_disk() {
  case $("step_$1" key) in
    firewalld*) [ -n "$(entry "firewalld-permanent $("step_$1" key | cut -d ' ' -f 2-)")" ] ;;
    *) return 1 ;;
  esac
}

status() {
  code=0
  for number in $steps; do
    text=$("step_$number" text)
    if "step_$number" is; then echo "in place: $text"; continue; fi
    code=3
    now=$("step_$number" now)
    if [ -n "$now" ]; then echo "differs: $text; it is $now"; else echo "missing: $text"; fi
  done
  return "$code"
}

main() {
  [ $# = 1 ] || die 64 'usage: apply|remove|status'
  [ "$(id -u)" = 0 ] || die 77 'only root prepares a real server'
  case $1 in
    apply | remove | status) "$1" ;;
    *) die 64 'usage: apply|remove|status' ;;
  esac
}
main "$@"
exit
