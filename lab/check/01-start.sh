step "1 start: two directors check their servers, program their kernels, and agree on who is active"
cp "$original" "$conf"
cp "$LAB_CONFIG/dir2.conf" "$conf2"
: >"$log"
director dir2 start "$conf2"
director dir1 start "$conf"
! sabotaged start || director dir1 pause
expect_within 30 "dir1 is ready (GET /readyz)" director dir1 ready
expect_within 20 "dir2 is ready" director dir2 ready
expect_within 10 "dir1 (priority 150) is active and alone has $vip" active dir1
show ipvsadm -Ln
for n in 1 2 3; do
  expect_equal "rs$n's weight in the kernel" 100 "$(weight 192.168.26.2$n)"
done
expect "dir2's kernel holds the same, just in case" test "$(on dir2 ipvsadm -Sn | sort)" = "$(table)"
show director dir1 status
expect "directorctl status answers" director dir1 status
