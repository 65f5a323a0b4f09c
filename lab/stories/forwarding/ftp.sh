# FTP through a director. Sourced by lab/guest/forwarding-story.

# get CODE ADDRESS SERVERS OPTION…: the file says which server it is from; the answer CODE shows which way it came.
get() {
  local said
  said=$(on client curl -sS -v -m "$patience" --interface 192.168.26.101 "${@:4}" "ftp://$2/who" 2>"/run/lab/ftp.said")
  [[ $said =~ ^$3[123]$ ]] && grep -q "^< $1 " /run/lab/ftp.said ||
    wrong "FTP ${*:4}: '$said' $(grep -E '^(<|curl)' /run/lab/ftp.said | tail -n 2 | tr -d '\r' | tr '\n' ' ')"
}
ftp_masqueraded() {
  get 227 "$1" in --disable-epsv --no-ftp-skip-pasv-ip
  grep -q "^< 227 .*(${1//./,}," /run/lab/ftp.said || wrong 'PASV: the answer names another address'
  get 229 "$1" in
  get 200 "$1" in --disable-eprt -P 192.168.26.101
  grep -q '^> PORT' /run/lab/ftp.said || wrong 'PORT was not asked for'
}
ftp_direct() {
  get 227 "$1" rs --disable-epsv --no-ftp-skip-pasv-ip
  get 229 "$1" rs
}

ftp_server() {
  local home=/run/lab/ftp/$1 conf=/run/lab/ftp-$1.conf
  mkdir -p "$home" /run/lab/empty
  chmod 555 "$home"
  echo "$1" >"$home/who"
  cat >"$conf" <<END
listen=YES
listen_ipv6=NO
background=NO
anonymous_enable=YES
local_enable=NO
ftp_username=daemon
nopriv_user=nobody
anon_root=$home
secure_chroot_dir=/run/lab/empty
connect_from_port_20=YES
pasv_min_port=10000
pasv_max_port=10099
seccomp_sandbox=NO
isolate_network=NO
xferlog_enable=NO
END
  on "$1" vsftpd "$conf" </dev/null >/dev/null 2>&1 &
}
