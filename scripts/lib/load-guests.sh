# shellcheck shell=bash
# Many real guests on one libvirt host of the lab, and what samples them.

EXPORTER_PORT=9177

lab_directory_of_host() { printf '%s/%s/h1' "$LAB_ROOT" "$LAB_NAME"; }
host_virsh() { timeout 280 virsh -q -c "qemu:///system?socket=$(lab_directory_of_host)/run/libvirt-sock" "$@"; }

# have_guests COUNT: brings the lab up if there is none, and starts idle guests until there are COUNT.
have_guests() {
    local template number half
    local -a starting=()
    if [[ ! -d $LAB_ROOT/$LAB_NAME ]]; then
        "$REPOSITORY/scripts/lab" up --name "$LAB_NAME" --hosts 1 > /dev/null
    fi
    DAEMON=$(< "$(lab_directory_of_host)/run/libvirtd.pid")
    template=$("$REPOSITORY/scripts/lab" guest xml template --name "$LAB_NAME" --kind idle)
    mkdir -p "$WORK/guests"
    : > "$WORK/create-0"
    : > "$WORK/create-1"
    for ((number = $(count_guests) + 1; number <= $1; number++)); do
        sed "s/template/idle-$number/g" <<< "$template" > "$WORK/guests/idle-$number.xml"
        printf 'create %s\n' "$WORK/guests/idle-$number.xml" >> "$WORK/create-$((number % 2))"
    done
    say "starting guests, $1 in all"
    for half in 0 1; do
        host_virsh < "$WORK/create-$half" > "$WORK/create-$half.log" 2>&1 &
        starting+=($!)
    done
    wait "${starting[@]}" || true
    [[ $(count_guests) -eq $1 ]] || { tail -n 5 "$WORK"/create-?.log >&2; fail "$(count_guests) of $1 guests run"; }
}

count_guests() { host_virsh list --name | grep -c . || true; }

# configure PERIOD DETAIL OBSERVE: the service's configuration, times in seconds; DETAIL may be 'default'. The test driver
# reads its ten thousand domains while it connects, which no daemon does: that may take long.
configure() {
    local detail=''
    [[ $2 == default ]] || detail="\"DetailPeriod\": \"${2}s\", "
    cat > "$WORK/shadowmig.json" <<END_CONFIGURATION
{
  "Http": { "Address": "http://127.0.0.1:$PORT" },
  "Monitoring": { "SamplePeriod": "${1}s", $detail"CallBound": "60s", "ObserveGuests": $3 },
  "Migration": { "JournalPath": "$WORK/journal.db" }
}
END_CONFIGURATION
}

# start_shadowmig NAME URI: with the environment that the package's unit gives it.
start_shadowmig() {
    local -a environment
    mapfile -t environment < <(sed -n 's/^Environment=//p' "$REPOSITORY/src/Hosting/Deploy/debian/shadowmig.service")
    start_service "$1" "http://127.0.0.1:$PORT/metrics" env "${environment[@]}" "$EXECUTABLE" -c "$2" serve --config "$WORK/shadowmig.json"
}

# measure_bare PART SCHEDULE URI PERIOD TICKS EVERY [GROUPS]: the C program, period in seconds.
measure_bare() {
    local daemon
    local -a out
    daemon=$(cpu_ms "$DAEMON")
    # shellcheck disable=SC2016
    run_there bash -c 'exec "$@" > "$0.out" 2> "$0.log"' "$WORK/bare" \
        "$WORK/bulk-statistics" "$3" "$(awk -v s="$4" 'BEGIN { printf "%d", s * 1000 }')" "$5" "$6" ${7:+"$7"} ||
        fail "bulk-statistics failed: $(< "$WORK/bare.log")"
    read -ra out < "$WORK/bare.out"
    record "{\"part\":\"$1\",\"subject\":\"bare C\",\"schedule\":\"$2\",\"guests\":${out[1]},\"fields\":${out[2]},\"periodSeconds\":$4,\"ticks\":${out[0]},
        \"callMs\":$(awk -v us="${out[3]}" 'BEGIN { printf "%.2f", us / 1000 }'),\"cpuMs\":$((out[5] / 1000)),\"daemonCpuMs\":$(($(cpu_ms "$DAEMON") - daemon)),\"residentKib\":[${out[4]}]}"
}

# measure_sampling PART SCHEDULE URI PERIOD TICKS DETAIL: the service, nobody scraping, no working sets measured.
measure_sampling() {
    local before ticks guests
    configure "$4" "$6" false
    start_shadowmig sampling "$3"
    # What is compiled while it starts is not what sampling costs.
    sleep "$(awk -v period="$4" 'BEGIN { print (period * 3 > 15) ? period * 3 : 15 }')"
    before=$(metric shadowmig_collector_ticks_total) || fail "the service does not answer: $(tail -n 3 "$WORK/sampling.log")"
    watch_process "$PID" "$(awk -v period="$4" -v ticks="$5" 'BEGIN { print period * ticks }')"
    ticks=$(($(metric shadowmig_collector_ticks_total) - before))
    guests=$(metric shadowmig_domains)
    [[ $ticks -gt 0 && $guests -gt 0 ]] || fail "the service saw $guests guests in $ticks ticks; see its log: $(tail -n 3 "$WORK/sampling.log")"
    end_service sampling
    record "{\"part\":\"$1\",\"subject\":\"shadowmig\",\"schedule\":\"$2\",\"guests\":$guests,\"periodSeconds\":$4,\"ticks\":$ticks,
        \"cpuMs\":$CPU_MS,\"daemonCpuMs\":$DAEMON_CPU_MS,\"residentKib\":$RESIDENT}"
}

measure_few() {
    have_guests 40
    measure_bare few everything qemu:///system 10 6 1
    measure_sampling few everything qemu:///system 10 6 10
}

measure_many() {
    have_guests "$GUESTS"
    measure_groups
    measure_bare many everything qemu:///system 2 10 1
    measure_sampling many everything qemu:///system 2 10 2
    measure_bare many default qemu:///system 2 10 5
    measure_sampling many default qemu:///system 2 10 default
}

measure_service() {
    have_guests "$GUESTS"
    measure_as_it_comes service qemu:///system true
    measure_exporter
}

measure_groups() {
    local group
    for group in state:0x1 cpu:0x2 balloon:0x4 vcpu:0x8 interface:0x10; do
        measure_bare groups "${group%:*}" qemu:///system 0.2 10 1 "${group#*:}"
    done
}

# measure_as_it_comes PART URI OBSERVE: start, memory over --minutes, scrapes.
measure_as_it_comes() {
    local before begun elapsed guests ticks
    configure 2 default "$3"
    start_shadowmig service "$2"
    wait_for 60 knows_guests || fail "the service does not see the guests: $(tail -n 3 "$WORK/service.log")"
    before=$(metric shadowmig_collector_ticks_total) begun=$EPOCHREALTIME
    watch_process "$PID" "$((MINUTES * 60))"
    ticks=$(($(metric shadowmig_collector_ticks_total) - before))
    elapsed=$(awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
    scrape service "http://127.0.0.1:$PORT/metrics" "$SCRAPES"
    guests=$(metric shadowmig_domains)
    record "{\"part\":\"$1\",\"subject\":\"shadowmig\",\"guests\":$guests,\"periodSeconds\":2,\"startMs\":$START_MS,\"elapsedSeconds\":$elapsed,\"ticks\":$ticks,
        \"tickMs\":$(metric shadowmig_collector_duration_seconds | awk '{ printf "%.1f", $1 * 1000 }'),
        \"cpuMs\":$CPU_MS,\"daemonCpuMs\":$DAEMON_CPU_MS,\"residentKib\":$RESIDENT,\"residentAfterScrapesKib\":$(resident_kib "$PID"),\"ownKib\":$(own_kib "$PID"),\"scrape\":$SCRAPE}"
    end_service service
}

knows_guests() { [[ $(metric shadowmig_domains) -gt 0 ]]; }

# Debian's exporter asks libvirt at each scrape and does nothing in between.
measure_exporter() {
    local root=$LAB_CACHE/prometheus-libvirt-exporter cpu daemon
    if [[ ! -x $root/usr/bin/prometheus-libvirt-exporter ]]; then
        rm -rf "$root"
        download_package prometheus-libvirt-exporter "$root"
    fi
    start_service exporter "http://127.0.0.1:$EXPORTER_PORT/metrics" "$root/usr/bin/prometheus-libvirt-exporter" \
        "--web.listen-address=127.0.0.1:$EXPORTER_PORT"
    cpu=$(cpu_ms "$PID") daemon=$(cpu_ms "$DAEMON")
    scrape exporter "http://127.0.0.1:$EXPORTER_PORT/metrics" "$((SCRAPES / 5 + 1))"
    CPU_MS=$(($(cpu_ms "$PID") - cpu)) DAEMON_CPU_MS=$(($(cpu_ms "$DAEMON") - daemon))
    record "{\"part\":\"service\",\"subject\":\"prometheus-libvirt-exporter\",\"guests\":$(count_guests),\"startMs\":$START_MS,
        \"cpuMs\":$CPU_MS,\"daemonCpuMs\":$DAEMON_CPU_MS,\"residentAfterScrapesKib\":$(resident_kib "$PID"),\"ownKib\":$(own_kib "$PID"),\"scrape\":$SCRAPE}"
    end_service exporter
}
