# bash completion of directorctl, made from its commands
_directorctl_words() {
  local cur=${COMP_WORDS[COMP_CWORD]}
  local command= next= word= value= ask= position=0 i=1
  local socket=/run/directord/control.sock
  local known=' status services servers routers weight drain disable enable switchover reload plan events history '
  COMPREPLY=()
  while [ "$i" -lt "$COMP_CWORD" ]; do
    word=${COMP_WORDS[i]}
    if [ -n "$value" ]; then
      [ "$value" != --socket ] || socket=$word
      value=
    else
      case $word in
        --at|--for|--reason|--since|--socket|--timeout) value=$word ;;
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
    --socket)
      COMPREPLY=($(compgen -f -- "$cur")); return ;;
    *) return ;;
  esac
  case $cur in -*)
    case $command in
      '') COMPREPLY=($(compgen -W '--help --socket --version -V -h' -- "$cur")) ;;
      'status') COMPREPLY=($(compgen -W '--help --json --socket --version --watch -V -h' -- "$cur")) ;;
      'services') COMPREPLY=($(compgen -W '--help --json --socket --version --watch -V -h' -- "$cur")) ;;
      'servers') COMPREPLY=($(compgen -W '--help --json --socket --version --watch -V -h' -- "$cur")) ;;
      'routers') COMPREPLY=($(compgen -W '--help --json --socket --version --watch -V -h' -- "$cur")) ;;
      'weight') COMPREPLY=($(compgen -W '--for --help --json --reason --socket --version -V -h' -- "$cur")) ;;
      'drain') COMPREPLY=($(compgen -W '--for --help --json --no-wait --reason --socket --timeout --version -V -h' -- "$cur")) ;;
      'disable') COMPREPLY=($(compgen -W '--for --help --json --reason --socket --version -V -h' -- "$cur")) ;;
      'enable') COMPREPLY=($(compgen -W '--help --json --socket --version -V -h' -- "$cur")) ;;
      'switchover') COMPREPLY=($(compgen -W '--force --help --json --socket --version -V -h' -- "$cur")) ;;
      'reload') COMPREPLY=($(compgen -W '--force --help --json --socket --version -V -h' -- "$cur")) ;;
      'plan') COMPREPLY=($(compgen -W '--help --json --socket --version -V -h' -- "$cur")) ;;
      'events') COMPREPLY=($(compgen -W '--follow --help --json --since --socket --version -V -h' -- "$cur")) ;;
      'history') COMPREPLY=($(compgen -W '--at --help --json --socket --version -V -h' -- "$cur")) ;;
    esac
    return ;;
  esac
  case $command:$position in
    :0) COMPREPLY=($(compgen -W 'status services servers routers weight drain disable enable switchover reload plan events history' -- "$cur")) ;;
    weight:0) ask=servers ;;
    drain:0) ask=servers ;;
    disable:0) ask=servers ;;
    enable:0) ask=servers ;;
    switchover:0) ask=routers ;;
    plan:0) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
  [ -n "$ask" ] || return 0
  while IFS= read -r word; do
    case $word in "$cur"*) COMPREPLY+=("$word") ;; esac
  done < <(directorctl --socket "$socket" names "$ask" 2>/dev/null)
}
complete -F _directorctl_words directorctl
