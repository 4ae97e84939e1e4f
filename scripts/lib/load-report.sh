# shellcheck shell=bash
# The tables of docs/load.md, from what was measured. The latest record of a kind counts.

REPORT_FILE=docs/load.md
BEGIN_MARK='<!-- measured by scripts/load: do not edit below -->'
END_MARK='<!-- end of what was measured -->'

latest() { # JQ_FILTER: one record a part, subject and schedule
    jq -s -r "[group_by([.part, .subject, .schedule, .guests])[] | last] | $1" "$OUT/load.jsonl"
}

write_report() {
    local page=$REPOSITORY/$REPORT_FILE
    [[ -s $OUT/load.jsonl ]] || refuse "nothing was measured yet: there is no $OUT/load.jsonl"
    report_tables > "$OUT/load.md"
    cat "$OUT/load.md"
    awk -v begin="$BEGIN_MARK" -v end="$END_MARK" -v tables="$OUT/load.md" '
        $0 == end { inside = 0 }
        !inside { print }
        $0 == begin { inside = 1; while ((getline line < tables) > 0) print line }' "$page" > "$OUT/page.md"
    cp "$OUT/page.md" "$page"
    say "wrote $REPORT_FILE"
}

report_tables() {
    report_services
    report_sampling
    report_groups
}

# Rounds to the number of digits given.
ROUND='def r(d): . * pow(10; d) | round / pow(10; d);'

report_services() {
    [[ $(latest 'map(select(.scrape)) | length') -gt 0 ]] || return 0
    printf '\n### The service\n\n'
    printf '| | guests | start to first scrape | scrape p50 | p99 | longest | size | resident: first, most, last | after the scrapes, of which its own | period kept | processor time a guest | load of the machine |\n'
    printf '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n'
    latest "$ROUND"'
        .[] | select(.scrape) |
        (.residentKib // [] | map(. / 1024)) as $memory |
        "| \(.subject) | \(.guests) | \(.startMs) ms | \(.scrape.p50Ms | r(1)) ms | \(.scrape.p99Ms | r(1)) ms | \(.scrape.maxMs | r(1)) ms | \(.scrape.bytes / 1024 | round) KiB | " +
        (if $memory == [] then "" else "\($memory | first | r(1)), \($memory | max | r(1)), \($memory | last | r(1)) MiB" end) +
        " | \(.residentAfterScrapesKib / 1024 | r(1)) MiB\(if .ownKib then ", \(.ownKib / 1024 | r(1))" else "" end) | " +
        (if .elapsedSeconds then "\(.elapsedSeconds / .ticks | r(3)) s of \(.periodSeconds) s" else "asks at each scrape" end) + " | " +
        (if .elapsedSeconds then "\(.cpuMs * 1000 / .elapsedSeconds / .guests | r(1)) µs/s" else "\(.cpuMs * 1000 / .scrape.count / .guests | r(1)) µs a scrape" end) +
        " | \(.load // "not taken") |"'
}

report_sampling() {
    printf '\n### Sampling beside a bare C program\n\n'
    printf '| guests | every | asks for | program | itself, a tick | libvirtd, a tick | together | share of a core | load of the machine |\n'
    printf '| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n'
    latest "$ROUND"'
        .[] | select(.scrape | not) | select(.part != "groups") |
        ((.cpuMs + .daemonCpuMs) / .ticks) as $all |
        "| \(.guests) | \(.periodSeconds) s | \(.schedule) | \(.subject) | \(.cpuMs / .ticks | r(2)) ms | \(.daemonCpuMs / .ticks | r(2)) ms | \($all | r(2)) ms | \($all / .periodSeconds / 10 | r(2)) % | \(.load // "not taken") |"'
}

report_groups() {
    printf '\n### What each group of statistics costs\n\n'
    printf '| group | guests | a call takes | libvirtd, a call | fields |\n| --- | --- | --- | --- | --- |\n'
    latest "$ROUND"'
        .[] | select(.part == "groups") |
        "| `\(.schedule)` | \(.guests) | \(.callMs) ms | \(.daemonCpuMs / .ticks | r(1)) ms | \(.fields) |"'
}
