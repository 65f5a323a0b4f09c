step "5 bad reload: a broken file changes nothing"
cp "$conf" /run/lab/good.conf
before=$(table)
mark_log
load_start --rate 50
if sabotaged bad-reload; then sed -i 's/weight = 50/weight = 60/' "$conf"
else sed -i -e 's/scheduler = wrr/shceduler = wrr/' -e 's/weight = 50/weight = 99999/' "$conf"; fi
director dir1 reload
expect_within 5 "the log names the file and the line" log_says "$says_refused"
show grep -iE -- "$says_refused" <(new_log)
sleep 1   # a wrong change would show by now
expect "the kernel's table is the same" test "$(table)" = "$before"
expect "the director is still ready" director dir1 ready
load_stop
expect_equal "failed requests" 0 "$(field failed)"
cp "$original" "$conf"
director dir1 reload
expect_within 10 "the first file again: rs3 is back with weight 100" weight_is 192.168.26.23 100
expect_within 10 "the first file again: rs1 weighs 100" weight_is 192.168.26.21 100
expect_within 10 "the first file again: the added service is gone" test_no_service 192.168.26.11:80
