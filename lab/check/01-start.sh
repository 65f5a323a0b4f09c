step "1 start: the director checks its servers and programs the kernel"
cp "$LAB_CONFIG/directord.conf" "$conf"
: >"$log"
director dir1 start "$conf"
! sabotaged start || director dir1 pause
expect_within 20 "the director is ready (GET /readyz)" director dir1 ready
show ipvsadm -Ln
for n in 1 2 3; do
  expect_equal "rs$n's weight in the kernel" 100 "$(weight 192.168.26.2$n)"
done
show "$LAB_IMAGE/bin/directorctl" status
expect "directorctl status answers" "$LAB_IMAGE/bin/directorctl" status
