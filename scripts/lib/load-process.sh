# shellcheck shell=bash
# A process under measurement: started, scraped, and looked at through /proc.

PORT=9753
STARTED=()

# run_there COMMAND...: in the lab's host, or on this machine where there is none.
run_there() {
    if [[ -d $LAB_ROOT/$LAB_NAME ]]; then
        "$REPOSITORY/scripts/lab" exec --name "$LAB_NAME" h1 "$@"
    else
        "$@"
    fi
}

# start_service NAME URL COMMAND...: starts a program there and waits until URL answers. Sets PID, and START_MS: from the
# program's begin to its first answer.
start_service() {
    local name=$1 url=$2
    shift 2
    rm -f "$WORK/$name".{pid,begin,first}
    # shellcheck disable=SC2016
    run_there bash -c '
        for ((attempt = 0; attempt < 2000; attempt++)); do
            if curl -s -o /dev/null --max-time 10 "$1"; then echo "$EPOCHREALTIME" > "$2"; exit; fi
            sleep 0.005
        done' poll "$url" "$WORK/$name.first" < /dev/null &
    # shellcheck disable=SC2016
    run_there bash -c 'echo "$EPOCHREALTIME" > "$1.begin"; echo $$ > "$1.pid"; out=$1.log; shift; exec "$@" > "$out" 2>&1' \
        start "$WORK/$name" "$@" < /dev/null &
    wait_for 20 test -s "$WORK/$name.pid" || fail "$name did not start"
    PID=$(< "$WORK/$name.pid")
    remember_process "$WORK/$name.process" "$PID"
    STARTED+=("$name")
    wait_for 60 test -s "$WORK/$name.first" || { tail -n 20 "$WORK/$name.log" >&2; fail "$name does not answer at $url"; }
    START_MS=$(awk -v begin="$(< "$WORK/$name.begin")" -v first="$(< "$WORK/$name.first")" 'BEGIN { printf "%.0f", (first - begin) * 1000 }')
}

end_service() { # NAME
    if is_remembered "$WORK/$1.process"; then
        kill -TERM "$(remembered_pid "$WORK/$1.process")" 2>/dev/null || true
        wait_for 10 is_over "$WORK/$1.process" || kill -KILL "$(remembered_pid "$WORK/$1.process")" 2>/dev/null || true
    fi
}

is_over() { ! is_remembered "$1"; }

end_processes() {
    local name
    for name in "${STARTED[@]}"; do end_service "$name"; done
}

# cpu_ms PID: processor time of all its threads, those that ended included, to 10 ms.
cpu_ms() {
    local line
    local -a field
    [[ -n $1 ]] || { printf 0; return; }
    line=$(< "/proc/$1/stat")
    read -ra field <<< "${line##*) }"
    printf '%d' "$(((field[11] + field[12]) * 1000 / $(getconf CLK_TCK)))"
}

resident_kib() { awk '/^VmRSS:/ { print $2 }' "/proc/$1/status"; }

# What of it no file stands behind: the kernel can drop the rest, and programs share it.
own_kib() { awk '/^RssAnon:/ { print $2 }' "/proc/$1/status"; }

# watch_process PID SECONDS: sets CPU_MS, DAEMON_CPU_MS (of DAEMON, if there is one) and RESIDENT, a JSON list of KiB.
watch_process() {
    local cpu daemon step end
    cpu=$(cpu_ms "$1") daemon=$(cpu_ms "$DAEMON")
    RESIDENT=
    step=$(($2 > 12 ? $2 / 12 : 1))
    end=$((SECONDS + $2))
    while [[ $SECONDS -lt $end ]]; do
        sleep "$step"
        RESIDENT+=${RESIDENT:+,}$(resident_kib "$1")
    done
    RESIDENT="[$RESIDENT]"
    CPU_MS=$(($(cpu_ms "$1") - cpu)) DAEMON_CPU_MS=$(($(cpu_ms "$DAEMON") - daemon))
}

# scrape NAME URL COUNT: sets SCRAPE, a JSON object of milliseconds and bytes; connections are kept, as Prometheus keeps them.
scrape() {
    local file=$WORK/$1.scrapes
    run_there timeout 300 curl -s -o /dev/null --max-time 30 --rate 5/s -w '%{time_total} %{size_download} %{http_code}\n' "$2?[1-$3]" > "$file" ||
        fail "a scrape of $1 at $2 failed"
    if grep -qv ' 200$' "$file"; then fail "a scrape of $1 was answered with $(grep -v ' 200$' "$file" | tail -n 1)"; fi
    SCRAPE=$(sort -n "$file" | awk '
        { ms[NR] = $1 * 1000; bytes = $2 }
        function at(share,  i) { i = int(NR * share + 0.999999); return ms[i < 1 ? 1 : i] }
        END { printf "{\"count\":%d,\"p50Ms\":%.2f,\"p99Ms\":%.2f,\"maxMs\":%.2f,\"bytes\":%d}", NR, at(0.5), at(0.99), ms[NR], bytes }')
}

# metric NAME: its value at the service that is scraped here; a metric without labels.
metric() {
    run_there curl -s --max-time 10 "http://127.0.0.1:$PORT/metrics" | awk -v name="$1" '$1 == name { print $2 }'
}

# record JSON: one line of what was measured, and how busy the machine was; the latest of a part and a subject counts.
record() {
    jq -c --argjson load "$(cut -d' ' -f1 /proc/loadavg)" '. + {$load}' <<< "$1" |
        tee -a "$OUT/load.jsonl" >&2
}
