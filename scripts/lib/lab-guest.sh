# shellcheck shell=bash
# Guests of a lab: their domain XML, their disks, their console logs, their own verdict on their memory.

CONSOLE_INSIDE=/var/log/libvirt/console
IMAGES_INSIDE=/var/lib/libvirt/images
DISK_SIZE=16M
FIRST_BEAT_BOUND=120

guest_defaults() {
    GUEST='' ON_HOST='' KIND=micro ACCEL=auto MEMORY='' VCPUS=1 MACHINE=pc CPU_XML='' DISK=none
    DIRTY=16777216 RATE=1000 PATTERN=uniform CHANGE=8 CONTENT=random EXTRA_WORKLOAD=''
    DIRTY_RING=false TRANSIENT=false PAUSED=false ON_REBOOT=destroy MONITOR=false
}

parse_guest_options() {
    guest_defaults
    while [[ $# -gt 0 ]]; do
        case $1 in
            --dirty-ring) DIRTY_RING=true; shift; continue ;;
            --transient) TRANSIENT=true; shift; continue ;;
            --paused) PAUSED=true; shift; continue ;;
            --monitor) MONITOR=true; shift; continue ;;
            --*) require_value "$1" $# ;;
            *)
                [[ -z $GUEST ]] || refuse "unexpected argument '$1'"
                GUEST=$1; shift; continue ;;
        esac
        case $1 in
            --name) LAB_NAME=$2 ;;
            --host) ON_HOST=$2 ;;
            --kind) require_match "$2" '^(micro|linux|idle)$' "--kind: '$2' is unknown; use micro, linux or idle"; KIND=$2 ;;
            --accel) require_match "$2" '^(auto|kvm|tcg)$' "--accel: '$2' is unknown; use auto, kvm or tcg"; ACCEL=$2 ;;
            --memory) MEMORY=$(parse_size "$1" "$2") ;;
            --vcpus) require_match "$2" '^[1-9][0-9]?$' "--vcpus: '$2' is no number from 1 to 99"; VCPUS=$2 ;;
            --dirty) DIRTY=$(parse_size "$1" "$2") ;;
            --rate) require_match "$2" '^[0-9]{1,9}$' "--rate: '$2' is no number of pages per second"; RATE=$2 ;;
            --pattern) require_match "$2" '^(uniform|hotcold|streaming|bursts)$' \
                "--pattern: '$2' is unknown; use uniform, hotcold, streaming or bursts"; PATTERN=$2 ;;
            --change) CHANGE=$(parse_size "$1" "$2") ;;
            --content) require_match "$2" '^(random|compressible)$' \
                "--content: '$2' is unknown; use random or compressible"; CONTENT=$2 ;;
            --disk) require_match "$2" '^(none|file|block)$' "--disk: '$2' is unknown; use none, file or block"; DISK=$2 ;;
            --machine) require_match "$2" '^[A-Za-z0-9._-]+$' "--machine: '$2' is no machine type"; MACHINE=$2 ;;
            --cpu-xml) CPU_XML=$2 ;;
            --workload) EXTRA_WORKLOAD=$2 ;;
            --on-reboot) require_match "$2" '^(destroy|restart)$' "--on-reboot: '$2' is unknown; use destroy or restart"; ON_REBOOT=$2 ;;
            *) refuse "unknown option $1; see 'scripts/lab help'" ;;
        esac
        shift 2
    done
    require_guest_name
    if [[ -z $MEMORY ]]; then
        case $KIND in
            micro) MEMORY=$((64 << 20)) ;;
            linux) MEMORY=$((256 << 20)) ;;
            idle) MEMORY=$((16 << 20)) ;;
        esac
    fi
    [[ $((MEMORY % 1048576)) -eq 0 ]] || refuse "--memory must be whole MiB"
}

require_guest_name() {
    require_match "$GUEST" '^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$' \
        "name the guest: letters, digits, '.', '_' and '-', at most 50 (got '$GUEST')"
}

# A /dev/kvm that opens may still create no VM: QEMU tries exactly that.
kvm_works() {
    [[ -w /dev/kvm ]] && echo quit | timeout 10 qemu-system-x86_64 -machine none,accel=kvm \
        -nodefaults -display none -monitor stdio > /dev/null 2>&1
}

# Linux is far too slow on a KVM that emulates each instruction, which is what a processor
# without vmx or svm means; the micro-guest is not, nor is one that halts at once.
choose_accelerator() {
    if [[ $ACCEL == auto ]]; then
        ACCEL=tcg
        if [[ $KIND != linux ]] || grep -qwE 'vmx|svm' /proc/cpuinfo; then
            if kvm_works; then ACCEL=kvm; fi
        fi
    fi
    if $DIRTY_RING && [[ $ACCEL != kvm ]]; then
        refuse "--dirty-ring needs KVM, and this guest would run on TCG"
    fi
}

workload() {
    printf 'dirty=%s rate=%s pattern=%s change=%s content=%s seed=1%s' \
        "$DIRTY" "$RATE" "$PATTERN" "$CHANGE" "$CONTENT" "${EXTRA_WORKLOAD:+ $EXTRA_WORKLOAD}"
}

cpu_xml() {
    if [[ -n $CPU_XML ]]; then
        printf '%s' "$CPU_XML"
    elif [[ $ACCEL == kvm ]]; then
        printf '%s' "<cpu mode='host-passthrough' migratable='on'><feature policy='disable' name='arch-capabilities'/></cpu>"
    fi
}

boot_xml() { # FILES: what the guest boots from, for <os>
    case $KIND in
        micro|idle) printf "<loader readonly='yes' type='rom'>%s/rom</loader>" "$(xml_text "$1")" ;;
        linux) printf "<kernel>%s/vmlinuz</kernel><initrd>%s/initrd</initrd><cmdline>%s</cmdline>" \
            "$(xml_text "$1")" "$(xml_text "$1")" "$(xml_text "$(kernel_command_line)")" ;;
    esac
}

# Quick to boot: no address randomization, no mitigations, no waiting for random numbers or clocks.
kernel_command_line() {
    local word
    printf 'console=ttyS0 quiet loglevel=3 nokaslr mitigations=off random.trust_cpu=on tsc=reliable'
    for word in $(workload); do printf ' workload.%s' "$word"; done
}

disk_path() {
    case $DISK in
        file) printf '%s/%s.qcow2' "$IMAGES_INSIDE" "$GUEST" ;;
        block) losetup -n -O NAME -j "$LAB/shared/$GUEST.img" ;;
    esac
}

disk_xml() {
    case $DISK in
        file) printf "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%s'/><target dev='vda' bus='virtio'/></disk>" "$(disk_path)" ;;
        block) printf "<disk type='block' device='disk'><driver name='qemu' type='raw' cache='none'/><source dev='%s'/><target dev='vda' bus='virtio'/></disk>" "$(disk_path)" ;;
    esac
}

domain_xml() {
    local files type features='<acpi/>' sysinfo='' interface='' monitor='' balloon="<memballoon model='none'/>"
    files=$(guest_files "$KIND")
    choose_accelerator
    if [[ $ACCEL == kvm ]]; then type=kvm; else type=qemu; fi
    if $DIRTY_RING; then features+="<kvm><dirty-ring state='on' size='4096'/></kvm>"; fi
    case $KIND in
        micro) sysinfo="<sysinfo type='fwcfg'><entry name='opt/shadowmig/workload'>$(xml_text "$(workload)")</entry></sysinfo>" ;;
        linux) balloon="<memballoon model='virtio'><stats period='2'/></memballoon>" ;;
        # What libvirt reads of guests in production, it has to read of this one too.
        idle)
            balloon="<memballoon model='virtio'><stats period='2'/></memballoon>"
            interface="<interface type='ethernet'><model type='virtio'/><rom enabled='no'/></interface>" ;;
    esac
    if $MONITOR; then monitor=$(monitor_xml); fi
    cat <<END
<domain type='$type'>
  <name>$GUEST</name>
  <memory unit='b'>$MEMORY</memory>
  <vcpu>$VCPUS</vcpu>
  $sysinfo
  <os><type arch='x86_64' machine='$MACHINE'>hvm</type>$(boot_xml "$files")</os>
  <features>$features</features>
  $(cpu_xml)
  <on_reboot>$ON_REBOOT</on_reboot>
  <on_crash>preserve</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <serial type='file'><source path='$CONSOLE_INSIDE/$GUEST.log' append='on'/><target port='0'/></serial>
    <controller type='usb' model='none'/>
    $(disk_xml)
    $interface
    $balloon
  </devices>
  $monitor
</domain>
END
}

# A second monitor, which answers whatever libvirt waits for.
monitor_xml() {
    local argument
    printf "<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
    for argument in -monitor "unix:/run/libvirt/qemu/$GUEST.monitor,server=on,wait=off"; do
        printf "<qemu:arg value='%s'/>" "$argument"
    done
    printf '</qemu:commandline>'
}

create_disks() {
    local host
    case $DISK in
        file)
            # Each host has its own file, as storage copy wants it; no host shares one.
            for host in $(host_names); do
                qemu-img create -q -f qcow2 "$LAB/$host/lib/images/$GUEST.qcow2" "$DISK_SIZE"
            done ;;
        block)
            mkdir -p "$LAB/shared"
            detach_image "$LAB/shared/$GUEST.img"       # of an earlier guest that was undefined by hand
            truncate -s "$DISK_SIZE" "$LAB/shared/$GUEST.img"
            losetup --find "$LAB/shared/$GUEST.img" ;;
    esac
}

delete_disks() { # GUEST
    local host
    for host in $(host_names); do rm -f "$LAB/$host/lib/images/$1.qcow2"; done
    detach_image "$LAB/shared/$1.img"
    rm -f "$LAB/shared/$1.img"
}

detach_image() {
    local device
    [[ -e $1 ]] || return 0
    for device in $(losetup -n -O NAME -j "$1"); do losetup -d "$device"; done
}

on_host() { # HOST VIRSH_ARGUMENT...: bounded, over the host's own socket
    local host=$1
    shift
    timeout 30 virsh -q -c "$(host_socket_uri "$LAB/$host")" "$@"
}

host_of_guest() { # GUEST: where it is active, else where it is defined
    local host defined=''
    for host in $(host_names); do
        case "$(on_host "$host" domstate "$1" 2>/dev/null)" in
            '') ;;
            'shut off') defined=$host ;;
            *) printf '%s' "$host"; return ;;
        esac
    done
    printf '%s' "$defined"
}

guest_start() {
    local xml host
    parse_guest_options "$@"
    open_lab
    [[ -n $ON_HOST ]] || refuse "say where the guest shall run: --host HOST, one of: $(host_names | tr '\n' ' ')"
    require_host "$ON_HOST"
    host=$(host_of_guest "$GUEST")
    [[ -z $host ]] || refuse "guest $GUEST exists on $host: 'scripts/lab guest destroy $GUEST' first"
    # Logs tell this guest's whole life and nothing of an earlier one of its name.
    for host in $(host_names); do rm -f "$LAB/$host/log/console/$GUEST.log"; done
    choose_accelerator                      # what can be refused is refused before anything is made
    guest_files "$KIND" > /dev/null
    create_disks
    xml=$(domain_xml)
    printf '%s\n' "$xml" > "$LAB/$GUEST.xml"
    if ! run_domain; then
        delete_disks "$GUEST"
        fail "guest $GUEST did not start on $ON_HOST; its XML: $LAB/$GUEST.xml"
    fi
    # It fills its memory before it beats: what is measured of it before that is not its workload. The idle one never beats.
    [[ $KIND == idle ]] || $PAUSED || wait_for "$FIRST_BEAT_BOUND" has_beaten "$LAB/$ON_HOST/log/console/$GUEST.log" ||
        fail "guest $GUEST started on $ON_HOST but did not beat within $FIRST_BEAT_BOUND s; see 'scripts/lab guest console $GUEST'"
    say "guest $GUEST runs on $ON_HOST ($KIND, $ACCEL_USED)"
}

has_beaten() { grep -q '^BEAT' "$1" 2>/dev/null; }

run_domain() {
    local -a paused=()
    if $PAUSED; then paused=(--paused); fi
    ACCEL_USED=$(sed -n "s/^<domain type='\(.*\)'>/\1/p" "$LAB/$GUEST.xml")
    if $TRANSIENT; then
        on_host "$ON_HOST" create "$LAB/$GUEST.xml" "${paused[@]}" >&2
    else
        on_host "$ON_HOST" define "$LAB/$GUEST.xml" >&2 || return 1
        if ! on_host "$ON_HOST" start "$GUEST" "${paused[@]}" >&2; then
            on_host "$ON_HOST" undefine "$GUEST" >&2 || true
            return 1
        fi
    fi
}

guest_xml() {
    parse_guest_options "$@"
    open_lab
    if [[ $DISK == block && -z $(disk_path) ]]; then create_disks; fi
    domain_xml
}

guest_list() {
    local host name state log json=false separator=''
    while [[ $# -gt 0 ]]; do
        case $1 in
            --json) json=true; shift ;;
            --name) require_value "$1" $#; LAB_NAME=$2; shift 2 ;;
            *) refuse "unexpected argument '$1'" ;;
        esac
    done
    open_lab
    if $json; then printf '['; else printf '%-24s %-6s %s\n' GUEST HOST STATE; fi
    for host in $(host_names); do
        while IFS= read -r name; do
            [[ -n $name ]] || continue
            state=$(on_host "$host" domstate "$name") || state=unknown
            log=$LAB/$host/log/console/$name.log
            if $json; then
                printf '%s{"name":%s,"host":"%s","state":"%s","consoleLog":%s}' "$separator" \
                    "$(json_string "$name")" "$host" "$state" "$(json_string "$log")"
                separator=,
            else
                printf '%-24s %-6s %s\n' "$name" "$host" "$state"
            fi
        done < <(on_host "$host" list --all --name)
    done
    if $json; then printf ']\n'; fi
}

parse_guest_and_options() { # for console, check, destroy
    guest_defaults
    TIMEOUT=30
    while [[ $# -gt 0 ]]; do
        case $1 in
            --name|--host|--timeout)
                require_value "$1" $#
                case $1 in
                    --name) LAB_NAME=$2 ;;
                    --host) ON_HOST=$2 ;;
                    --timeout) require_match "$2" '^[0-9]{1,4}$' "--timeout: '$2' is no number of seconds"; TIMEOUT=$2 ;;
                esac
                shift 2 ;;
            --*) refuse "unknown option $1" ;;
            *)
                [[ -z $GUEST ]] || refuse "unexpected argument '$1'"
                GUEST=$1; shift ;;
        esac
    done
    require_guest_name
    open_lab
    [[ -z $ON_HOST ]] || require_host "$ON_HOST"
}

guest_console() {
    parse_guest_and_options "$@"
    [[ -n $ON_HOST ]] || ON_HOST=$(host_of_guest "$GUEST")
    [[ -n $ON_HOST ]] || refuse "there is no guest $GUEST in lab $LAB_NAME"
    exec tail -n 20 -F "$LAB/$ON_HOST/log/console/$GUEST.log"
}

FAULTS='^(LOST|PANIC)|Kernel panic|Oops:|BUG:|segfault|general protection'

first_fault() { # GUEST: the first bad line in any host's log of it, with the host
    local host log line
    for host in $(host_names); do
        log=$LAB/$host/log/console/$1.log
        [[ -e $log ]] || continue
        line=$(grep -aEm1 "$FAULTS" "$log") || continue
        printf '%s: %s\n' "$host" "$line"
        return 0
    done
    return 1
}

log_size() { stat -c %s "$1" 2>/dev/null || printf 0; }

passes_after() { # FILE BYTE: the passes of the self-check that ended after that byte
    [[ -e $1 ]] || return 0
    # A last line without its end is still being written.
    tail -c "+$(($2 + 1))" "$1" | grep -aE '^OK [0-9]+ [0-9]+.?$' || true
}

# The guest checks its memory without end. The pass under way now may have looked at some pages
# before now, so the verdict is the end of the pass after it.
guest_check() {
    local host passes deadline
    local -A size=()
    parse_guest_and_options "$@"
    for host in $(host_names); do size[$host]=$(log_size "$LAB/$host/log/console/$GUEST.log"); done
    deadline=$((SECONDS + TIMEOUT))
    while true; do
        if first_fault "$GUEST"; then return 1; fi
        for host in $(host_names); do
            passes=$(passes_after "$LAB/$host/log/console/$GUEST.log" "${size[$host]}")
            if [[ $(grep -c . <<< "$passes") -ge 2 ]]; then
                printf '%s: %s\n' "$host" "$(tail -n 1 <<< "$passes")"
                return 0
            fi
        done
        if [[ $SECONDS -ge $deadline ]]; then
            printf 'none: no verdict of %s within %s s\n' "$GUEST" "$TIMEOUT"
            for host in $(host_names); do
                printf '%s since: %s passes, last word: %s\n' "$host" \
                    "$(passes_after "$LAB/$host/log/console/$GUEST.log" "${size[$host]}" | grep -c .)" \
                    "$(tail -c "+$((${size[$host]} + 1))" "$LAB/$host/log/console/$GUEST.log" 2> /dev/null | tail -n 1 | tr -d '\r\n')"
            done
            return 1
        fi
        sleep 0.2
    done
}

guest_destroy() {
    local host found=false
    parse_guest_and_options "$@"
    for host in $(host_names); do
        on_host "$host" domstate "$GUEST" > /dev/null 2>&1 || continue
        found=true
        on_host "$host" destroy "$GUEST" > /dev/null 2>&1 || true
        on_host "$host" undefine "$GUEST" > /dev/null 2>&1 || true
    done
    delete_disks "$GUEST"
    rm -f "$LAB/$GUEST.xml"
    $found || refuse "there is no guest $GUEST in lab $LAB_NAME"
}
