# shellcheck shell=bash
# One host of a lab: its files, its namespaces, its libvirtd.
#
# HOST_DIRECTORY/            what the host sees as
#   etc run lib log cache      /etc/libvirt /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt
#   hosts machine-id           /etc/hosts /etc/machine-id
#   pki                        /etc/pki (in a lab with TLS)
#   root upper work            the other suite's root: overlay of the cached one (only then)
#   holder                     'PID START' of the process that keeps the namespaces open
#   suite address              one word each

# As the other hosts reach it; in a lab with TLS or ssh they have the certificates or the key for it, the machine itself has not.
host_uri() {
    local address
    address=$(< "$1/address")
    if has_ssh "$1"; then printf 'qemu+ssh://%s@%s/system?keyfile=/etc/ssh/lab_key' "$(asks_polkit "$1" && printf shadowmig || printf root)" "$address"
    elif has_certificates "$1"; then printf 'qemu+tls://%s/system' "$address"
    else printf 'qemu+tcp://%s/system' "$address"; fi
}
host_socket_uri() { printf 'qemu:///system?socket=%s/run/libvirt-sock' "$1"; }

write_host_files() { # DIRECTORY HOSTNAME ADDRESS SUITE
    mkdir -p "$1"/{etc,run,lib/images,log/console,cache}
    printf '%s\n' "$3" > "$1/address"
    printf '%s\n' "$4" > "$1/suite"
    printf '%s\n' "$2" > "$1/hostname"
    tr -d - < /proc/sys/kernel/random/uuid > "$1/machine-id"
    cat > "$1/etc/libvirtd.conf" <<END
listen_tls = 0
listen_tcp = 1
listen_addr = "$3"
auth_tcp = "none"
auth_unix_rw = "none"
auth_unix_ro = "none"
unix_sock_group = "root"
host_uuid = "$(< /proc/sys/kernel/random/uuid)"
log_level = 3
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
END
    cat > "$1/etc/qemu.conf" <<END
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
cgroup_controllers = []
namespaces = []
stdio_handler = "file"
max_core = 0
migration_host = "$3"
migration_address = "0.0.0.0"
END
    if [[ -n ${MIGRATION_PORTS:-} ]]; then
        printf 'migration_port_min = %s\nmigration_port_max = %s\n' \
            "${MIGRATION_PORTS%-*}" "${MIGRATION_PORTS#*-}" >> "$1/etc/qemu.conf"
    fi
    if [[ -n ${KEEPALIVE:-} ]]; then
        printf 'keepalive_interval = %s\nkeepalive_count = %s\n' "${KEEPALIVE%:*}" "${KEEPALIVE#*:}" |
            tee -a "$1/etc/qemu.conf" >> "$1/etc/libvirtd.conf"
    fi
}

# write_tls_files DIRECTORY: from here on its libvirtd listens with TLS alone.
write_tls_files() {
    sed -i 's/^listen_tls = 0/listen_tls = 1/; s/^listen_tcp = 1/listen_tcp = 0/' "$1/etc/libvirtd.conf"
    write_control_certificates good "$1"
    write_memory_certificates good "$1"
}

# allow_bad_certificate DIRECTORY: its libvirtd starts with an expired certificate too, so that clients get to see it.
allow_bad_certificate() {
    grep -q '^tls_no_sanity_certificate' "$1/etc/libvirtd.conf" || printf 'tls_no_sanity_certificate = 1\n' >> "$1/etc/libvirtd.conf"
}

# open_host_namespaces DIRECTORY NETWORK_NAMESPACE [LOWER_ROOT]: a small process holds them open,
# so that libvirtd can die and come back inside.
open_host_namespaces() {
    rm -f "$1/namespace-ready"
    setsid nsenter --net="/run/netns/$2" unshare --mount --uts --propagation private \
        bash "$LIBRARY/host-namespace.sh" "$1" "$LAB_CACHE" "${3:-}" \
        < /dev/null > "$1/namespace.log" 2>&1 &
    remember_process "$1/holder" "$!"
    disown      # it outlives this script; bash need not report its end
    if ! wait_for 15 test -e "$1/namespace-ready"; then
        cat "$1/namespace.log" >&2
        fail "the namespaces of host $(< "$1/hostname") did not come up"
    fi
    rm -f "$1/namespace-ready"
}

# in_host DIRECTORY COMMAND...: in the host's namespaces, on the machine's own file system
# with the host's libvirt directories.
in_host() {
    local directory=$1
    shift
    is_remembered "$directory/holder" ||
        fail "host $(< "$directory/hostname") is not running: 'scripts/lab down', then 'scripts/lab up'"
    # shellcheck disable=SC2016
    nsenter --target "$(remembered_pid "$directory/holder")" --mount --uts --net \
        bash -c 'cd -- "$1" 2>/dev/null || cd /; shift; exec "$@"' in-host "$PWD" "$@"
}

daemon_pid() { # DIRECTORY: prints it if libvirtd runs there
    local pid holder
    is_remembered "$1/holder" || return 1
    # A daemon that ends takes the file away, perhaps at this very moment.
    pid=$(cat "$1/run/libvirtd.pid" 2>/dev/null) || return 1
    [[ -n $pid ]] || return 1
    holder=$(remembered_pid "$1/holder")
    # The file may be old and its number in use elsewhere: it must live in this host.
    [[ "$(readlink "/proc/$pid/ns/mnt" 2>/dev/null)" == "$(readlink "/proc/$holder/ns/mnt")" ]] || return 1
    [[ -n $(process_start "$pid") ]] || return 1
    printf '%s' "$pid"
}

start_daemon() { # DIRECTORY
    local -a enter=()
    if daemon_pid "$1" > /dev/null; then return 0; fi
    if [[ -d $1/root ]]; then enter=(chroot "$1/root"); fi
    rm -f "$1/run/libvirtd.pid"
    if ! in_host "$1" timeout 30 "${enter[@]}" /usr/sbin/libvirtd --daemon --listen -p /run/libvirt/libvirtd.pid \
        < /dev/null > "$1/log/start.log" 2>&1; then
        tail -n 20 "$1/log/start.log" "$1/log/libvirtd.log" >&2 || true
        fail "libvirtd of $(< "$1/hostname") did not start"
    fi
    wait_for 20 daemon_answers "$1" || fail "libvirtd of $(< "$1/hostname") does not answer at $(host_uri "$1"); see $1/log/libvirtd.log"
}

# Over its address; over its socket where that takes a certificate, a key or polkit's word.
daemon_answers() {
    local uri
    uri=$(host_uri "$1")
    [[ $uri == qemu+tcp:* ]] && ! asks_polkit "$1" || uri=$(host_socket_uri "$1")
    timeout 10 virsh -q -c "$uri" hostname > /dev/null 2>&1
}

stop_daemon() { # DIRECTORY SIGNAL: the guests run on
    local pid
    pid=$(daemon_pid "$1") || return 0
    kill "-$2" "$pid"
    if wait_for 15 daemon_is_gone "$1"; then return 0; fi
    # A call that hangs may keep libvirtd from ending; systemd kills it then too.
    printf 'libvirtd (process %s) does not end by itself and is killed\n' "$pid" >&2
    kill -KILL "$pid" 2>/dev/null || true
    wait_for 15 daemon_is_gone "$1" || fail "libvirtd (process $pid) does not end"
}

daemon_is_gone() { ! daemon_pid "$1" > /dev/null; }
