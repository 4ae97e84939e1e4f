# shellcheck shell=bash
# One lab's network: a bridge in a network namespace of its own, one namespace a host, and one leg
# into the machine's namespace, so that tests there can talk to every host.
#
#   machine ── smK-root ═ root ─┐
#                               br0 (namespace smK-sw) ── h1 ═ eth0 (namespace smK-h1), …

network_namespace() { printf 'sm%s-%s' "$1" "$2"; }
host_address() { printf '198.18.%s.%s' "$1" "$((10 + $2))"; }
lab_subnet() { printf '198.18.%s.0/24' "$1"; }

# Takes the first free lab number. Creating a named network namespace succeeds for one caller only,
# so the kernel settles it between labs, whatever their state directories.
claim_lab_number() {
    local number
    for number in {1..254}; do
        [[ -z $(ip -4 route show "$(lab_subnet "$number")") ]] || continue
        if ip netns add "$(network_namespace "$number" sw)" 2>/dev/null; then
            printf '%s' "$number"
            return
        fi
    done
    fail "no lab number is free: end a lab with 'scripts/lab down --name NAME'"
}

create_switch() {
    local switch
    switch=$(network_namespace "$1" sw)
    ip -n "$switch" link set lo up
    ip -n "$switch" link add br0 type bridge stp_state 0 forward_delay 0
    ip -n "$switch" link set br0 up
    ip link add "sm$1-root" type veth peer name root netns "$switch"
    ip -n "$switch" link set root master br0 up
    ip addr add "198.18.$1.1/24" dev "sm$1-root"
    ip link set "sm$1-root" up
}

# connect_host NUMBER HOST ADDRESS
connect_host() {
    local switch namespace
    switch=$(network_namespace "$1" sw)
    namespace=$(network_namespace "$1" "$2")
    ip netns add "$namespace"
    ip -n "$namespace" link set lo up
    ip -n "$switch" link add "$2" type veth peer name eth0 netns "$namespace"
    ip -n "$switch" link set "$2" master br0 up
    ip -n "$namespace" addr add "$3/24" dev eth0
    ip -n "$namespace" link set eth0 up
    ip -n "$namespace" route add default via "198.18.$1.1"
}

# shape_link NUMBER HOST BITS_PER_SECOND|none: the host's egress.
shape_link() {
    local namespace burst
    namespace=$(network_namespace "$1" "$2")
    if [[ $3 == none ]]; then
        ip netns exec "$namespace" tc qdisc del dev eth0 root 2>/dev/null || true
        return
    fi
    # The bucket must hold what passes between two timer ticks (4 ms at 250 Hz), and one large segment.
    burst=$(($3 / 8 / 250))
    [[ $burst -ge 262144 ]] || burst=262144
    ip netns exec "$namespace" tc qdisc replace dev eth0 root tbf rate "${3}bit" burst "$burst" latency 50ms
}

# cut_link NUMBER HOST WHAT: drops, without a word to anybody, what WHAT names:
#   all      everything from and to the host
#   inbound  everything to the host; it still sends
#   outbound everything from the host; it still hears
#   data     streams of migration
#   control  what other hosts of the lab and the host's libvirtd say to each other
#   none     nothing any more
cut_link() {
    local -a in_host=(ip netns exec "$(network_namespace "$1" "$2")" iptables)
    local direction port
    "${in_host[@]}" -F INPUT
    "${in_host[@]}" -F OUTPUT
    case $3 in
        all) "${in_host[@]}" -A INPUT -i eth0 -j DROP; "${in_host[@]}" -A OUTPUT -o eth0 -j DROP ;;
        inbound) "${in_host[@]}" -A INPUT -i eth0 -j DROP ;;
        outbound) "${in_host[@]}" -A OUTPUT -o eth0 -j DROP ;;
        data)
            for direction in INPUT OUTPUT; do
                for port in --sport --dport; do
                    "${in_host[@]}" -A "$direction" -p tcp "$port" 49152:49215 -j DROP
                done
            done ;;
        control)
            for port in --sport --dport; do
                "${in_host[@]}" -A INPUT -p tcp "$port" 16509:16514 ! -s "198.18.$1.1" -j DROP
                "${in_host[@]}" -A OUTPUT -p tcp "$port" 16509:16514 ! -d "198.18.$1.1" -j DROP
            done ;;
    esac
}

# in_network_namespace PID INODE
in_network_namespace() { [[ "$(readlink "/proc/$1/ns/net" 2>/dev/null)" == "net:[$2]" ]]; }

# Ends what still runs in a namespace of the lab: its QEMUs, its libvirtd, commands started there.
# A process belongs to the lab if and only if the kernel says it lives in that namespace.
end_processes_of_namespace() {
    local name=$1 inode pid deadline=$((SECONDS + 15))
    local -a pids
    [[ -e /run/netns/$name ]] || return 0
    inode=$(stat -Lc %i "/run/netns/$name")
    while mapfile -t pids < <(ip netns pids "$name" 2>/dev/null); [[ ${#pids[@]} -gt 0 ]]; do
        [[ $SECONDS -lt $deadline ]] || { say "these processes do not end: ${pids[*]}"; return 1; }
        for pid in "${pids[@]}"; do
            if in_network_namespace "$pid" "$inode"; then kill -KILL "$pid" 2>/dev/null || true; fi
        done
        sleep 0.05
    done
}

delete_network() {
    local number=$1 namespace
    ip link del "sm$number-root" 2>/dev/null || true
    for namespace in $(ip netns list | cut -d' ' -f1 | grep -E "^sm$number-(h[0-9]+|sw)$"); do
        ip netns del "$namespace"
    done
}
