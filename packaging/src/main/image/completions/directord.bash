# bash completion of directord, made from its commands
_directord_words() {
  local cur=${COMP_WORDS[COMP_CWORD]}
  local command= next= word= value= ask= position=0 i=1
  local socket=/run/directord/control.sock
  local known=' run check plan doctor sweep real-server '
  COMPREPLY=()
  while [ "$i" -lt "$COMP_CWORD" ]; do
    word=${COMP_WORDS[i]}
    if [ -n "$value" ]; then
      [ "$value" != --socket ] || socket=$word
      value=
    else
      case $word in
        --arp|--checksum|--config|--device|--gateway|--log-format|--port|--real-address|--real-server|--redirect|--root|--service|--state|--tunnel|--vip) value=$word ;;
        -*) ;;
        *) next=${command:+$command/}$word
          case $known in
            *" $next "*) command=$next ;;
            *) position=$((position + 1)) ;;
          esac ;;
      esac
    fi
    i=$((i + 1))
  done
  case $value in
    '') ;;
    --config|--root|--state)
      COMPREPLY=($(compgen -f -- "$cur")); return ;;
    *) return ;;
  esac
  case $cur in -*)
    case $command in
      '') COMPREPLY=($(compgen -W '--help --version -V -h' -- "$cur")) ;;
      'run') COMPREPLY=($(compgen -W '--config --help --log-format --shadow --state --version -V -h' -- "$cur")) ;;
      'check') COMPREPLY=($(compgen -W '--help --version -V -h' -- "$cur")) ;;
      'plan') COMPREPLY=($(compgen -W '--help --json --state --version -V -h' -- "$cur")) ;;
      'doctor') COMPREPLY=($(compgen -W '--config --help --json --version -V -h' -- "$cur")) ;;
      'sweep') COMPREPLY=($(compgen -W '--all --help --state --version -V -h' -- "$cur")) ;;
      'real-server') COMPREPLY=($(compgen -W '--arp --checksum --config --device --gateway --help --json --persist --port --print --real-address --real-server --redirect --service --state --tunnel --version --vip -V -h' -- "$cur")) ;;
    esac
    return ;;
  esac
  case $command:$position in
    :0) COMPREPLY=($(compgen -W 'run check plan doctor sweep real-server' -- "$cur")) ;;
    check:0) COMPREPLY=($(compgen -f -- "$cur")) ;;
    plan:0) COMPREPLY=($(compgen -f -- "$cur")) ;;
    sweep:0) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
  [ -n "$ask" ] || return 0
  while IFS= read -r word; do
    case $word in "$cur"*) COMPREPLY+=("$word") ;; esac
  done < <(directorctl --socket "$socket" names "$ask" 2>/dev/null)
}
complete -F _directord_words directord
