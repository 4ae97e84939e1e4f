# shellcheck shell=bash
# What every script of this repository needs: messages, argument checks, JSON strings, units,
# and naming a process so surely that it can be ended without hitting another.

say()  { printf '%s\n' "$*" >&2; }
fail() { say "${PROGRAM:-$(basename "$0")}: $*"; exit 1; }
# Wrong usage or a wrong state that the caller can put right: exit code 2.
refuse() { say "${PROGRAM:-$(basename "$0")}: $*"; exit 2; }

require_root() {
    [[ $EUID -eq 0 ]] || refuse "namespaces, mounts and libvirtd need root: run it as root"
}

# require_value OPTION COUNT_OF_ARGUMENTS_LEFT
require_value() {
    [[ $2 -ge 2 ]] || refuse "$1 needs a value; see '${PROGRAM:-$0} help'"
}

# require_match VALUE REGEX MESSAGE
require_match() {
    [[ $1 =~ $2 ]] || refuse "$3"
}

json_string() {
    local text=$1
    text=${text//\\/\\\\}
    text=${text//\"/\\\"}
    text=${text//$'\n'/\\n}
    text=${text//$'\t'/\\t}
    printf '"%s"' "$text"
}

xml_text() {
    local text=$1
    text=${text//&/&amp;}
    text=${text//</&lt;}
    text=${text//>/&gt;}
    text=${text//\"/&quot;}
    printf '%s' "${text//\'/&apos;}"
}

# parse_size OPTION TEXT: bytes of '16MiB', '1GiB', '500MB', '4096'.
parse_size() {
    local unit
    [[ $2 =~ ^([0-9]{1,12})([A-Za-z]*)$ ]] ||
        refuse "$1: '$2' is no size; write for example 256MiB or 1GiB"
    case ${BASH_REMATCH[2]} in
        ''|B) unit=1 ;;
        KiB|K|k) unit=1024 ;;
        MiB|M) unit=1048576 ;;
        GiB|G) unit=1073741824 ;;
        kB|KB) unit=1000 ;;
        MB) unit=1000000 ;;
        GB) unit=1000000000 ;;
        *) refuse "$1: '$2' has an unknown unit; use KiB, MiB or GiB" ;;
    esac
    printf '%d' "$((10#${BASH_REMATCH[1]} * unit))"
}

# parse_rate OPTION TEXT: bits per second of '1gbit', '100MiB/s'; no fractions.
parse_rate() {
    local number unit
    [[ $2 =~ ^([0-9]{1,9})([A-Za-z/]+)$ ]] ||
        refuse "$1: '$2' is no rate; write for example 1gbit, 100mbit or 100MiB/s"
    number=$((10#${BASH_REMATCH[1]}))
    case ${BASH_REMATCH[2]} in
        kbit) unit=1000 ;;
        mbit) unit=1000000 ;;
        gbit) unit=1000000000 ;;
        KiB/s) unit=$((8 * 1024)) ;;
        MiB/s) unit=$((8 * 1048576)) ;;
        GiB/s) unit=$((8 * 1073741824)) ;;
        kB/s|KB/s) unit=8000 ;;
        MB/s) unit=8000000 ;;
        GB/s) unit=8000000000 ;;
        *) refuse "$1: '$2' has an unknown unit; use mbit, gbit, MiB/s or GiB/s" ;;
    esac
    [[ $number -gt 0 ]] || refuse "$1: the rate must be above zero"
    printf '%d' "$((number * unit))"
}

# process_start PID: when the kernel started it, in ticks since boot. A process id is used again
# by later processes; together with its start it names one process only.
process_start() {
    local line
    { read -r line < "/proc/$1/stat"; } 2>/dev/null || return 1
    line=${line##*) }           # the name in brackets may hold spaces
    local -a field
    read -ra field <<< "$line"
    [[ ${field[0]} != Z ]] || return 1
    printf '%s' "${field[19]}"
}

# remember_process FILE PID / is_remembered FILE: 'PID START' in FILE.
remember_process() { printf '%s %s\n' "$2" "$(process_start "$2")" > "$1"; }

is_remembered() {
    local pid start
    [[ -s $1 ]] || return 1
    read -r pid start < "$1"
    [[ "$(process_start "$pid")" == "$start" ]]
}

remembered_pid() {
    local pid rest
    # shellcheck disable=SC2034
    read -r pid rest < "$1"
    printf '%s' "$pid"
}

# wait_for SECONDS COMMAND...: true as soon as the command is, false after the time.
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [[ $SECONDS -lt $deadline ]] || return 1
        sleep 0.1
    done
}
