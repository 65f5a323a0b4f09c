# The next version of an .rpm: sourced, never run. Needs rpmbuild and bsdtar.

# next_rpm OLD NEW CONFIGURATION: what OLD has, with the same scripts, under another number: in the package's, and in the
# name of the product's own jar. CONFIGURATION, a file, is added to the one that comes along.
next_rpm() {
  local old=$1 new=$2 more=$3 top version next jar
  top=$(mktemp -d "${new%/*}/rpm.XXXXXX") && mkdir "$top/files" && bsdtar -xf "$old" -C "$top/files" || return
  version=$(rpm -qp --nosignature --qf '%{VERSION}' "$old") next=$version.1
  jar=$top/files/usr/lib/directord/lib/director-core-$version.jar
  mv "$jar" "${jar%"$version.jar"}$next.jar" && cat "$more" >>"$top/files/etc/directord/directord.conf" &&
    sed -i "s/director-core-$version[.]jar/director-core-$next.jar/" "$top"/files/usr/lib/directord/bin/* &&
    rpm_spec "$old" "$version" "$next" >"$top/next.spec" &&
    rpmbuild -bb --quiet --nodeps --target "$(rpm -qp --nosignature --qf '%{ARCH}' "$old")" --define "_topdir $top" \
      --define "_rpmfilename next.rpm" --define '_binary_payload w.ufdio' --define '__os_install_post %{nil}' \
      --define 'debug_package %{nil}' --define '_build_id_links none' --define '__spec_install_pre %{nil}' \
      --buildroot "$top/files" --noclean "$top/next.spec" >"$top/log" 2>&1 ||
    { tail -n 5 "$top/log" >&2; return 1; }
  mv "$top/RPMS/next.rpm" "$new" && rm -rf "$top"
}
# rpm_spec OLD VERSION NEXT
rpm_spec() {
  local tag part
  # rpm's: the kind of a file by its mode, what it is by its flags (1: configuration, 16: noreplace).
  rpm -qp --nosignature --qf "Name: %{NAME}\nVersion: $3\nRelease: %{RELEASE}\nSummary: %{SUMMARY}\nLicense: %{LICENSE}\n" "$1" &&
    printf 'AutoReqProv: no\n%%description\nThe next version.\n' || return
  for part in PREIN:pre POSTIN:post PREUN:preun POSTUN:postun POSTTRANS:posttrans; do
    tag=${part%:*}
    [ "$(rpm -qp --nosignature --qf "%{$tag}" "$1")" != '(none)' ] || continue
    echo "%${part#*:}"
    rpm -qp --nosignature --qf "%{$tag}\n" "$1" | sed 's/%/%%/g'
  done
  echo '%files'
  rpm -qp --nosignature --qf '[%{FILEMODES:octal} %{FILEFLAGS} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES}\n]' "$1" |
    sed "s/director-core-$2[.]jar/director-core-$3.jar/" | while read -r mode flags user group path; do
      case $mode:$flags in
        12*) echo "\"$path\"" ;;
        04*) echo "%dir %attr(${mode: -4},$user,$group) \"$path\"" ;;
        *:17) echo "%config(noreplace) %attr(${mode: -4},$user,$group) \"$path\"" ;;
        *) echo "%attr(${mode: -4},$user,$group) \"$path\"" ;;
      esac
    done
}
