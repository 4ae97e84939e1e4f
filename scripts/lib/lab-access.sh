# shellcheck shell=bash
# Who may command a host: polkit behind its libvirtd, and an sshd on its address. Both live in the host alone.
#
# HOST_DIRECTORY/            what the host sees as
#   passwd group               /etc/passwd /etc/group: the machine's, and the lab's users
#   dbus                       /run/dbus: the socket of the host's own system bus
#   polkit                     /etc/polkit-1/rules.d: the rule that the package ships
#   ssh sshd                   /etc/ssh /run/sshd: the host's keys, and the one that opens all hosts of the lab

ACCESS_USERS=(shadowmig neighbour stranger)
SERVICE_ID=64990                        # of shadowmig; the others follow

asks_polkit() { [[ -d $1/polkit ]]; }   # HOST_DIRECTORY
has_ssh() { [[ -d $1/ssh ]]; }          # HOST_DIRECTORY

# write_users DIRECTORY: shadowmig is as the package makes it, neighbour is in the group libvirt too, stranger in none.
write_users() {
    local user id=$SERVICE_ID pattern
    pattern=$(IFS='|'; printf '^(%s):' "${ACCESS_USERS[*]}")
    grep -vE "$pattern" /etc/passwd > "$1/passwd"
    grep -vE "$pattern|^libvirt:" /etc/group > "$1/group"
    for user in "${ACCESS_USERS[@]}"; do
        printf '%s:*:%d:%d::/:/bin/sh\n' "$user" "$id" "$id" >> "$1/passwd"
        printf '%s:x:%d:\n' "$user" "$id" >> "$1/group"
        id=$((id + 1))
    done
    printf 'libvirt:x:%s:shadowmig,neighbour\n' "$(getent group libvirt | cut -d: -f3)" >> "$1/group"
    chmod 644 "$1/passwd" "$1/group"
}

# write_polkit_files DIRECTORY: its libvirtd asks polkit at each connection and each call, everybody may knock.
write_polkit_files() {
    mkdir -p "$1"/{dbus,polkit}
    cp "$REPOSITORY/src/Hosting/Deploy/debian/60-shadowmig.rules" "$1/polkit"
    chmod 755 "$1"/{dbus,polkit}
    chmod 644 "$1"/polkit/*
    sed -i 's/^auth_unix_\(r[wo]\) = "none"/auth_unix_\1 = "polkit"/' "$1/etc/libvirtd.conf"
    printf 'unix_sock_rw_perms = "0777"\naccess_drivers = [ "polkit" ]\n' >> "$1/etc/libvirtd.conf"
}

# write_ssh_files DIRECTORY: an sshd that takes the lab's key alone, and for libvirt alone, and a client that knows the lab's hosts.
write_ssh_files() {
    local key=$LAB/ssh-key
    [[ -s $key ]] || ssh-keygen -q -t ed25519 -N '' -C "shadowmig lab $LAB_NAME" -f "$key"
    mkdir -p "$1"/{ssh,sshd}
    chmod 755 "$1"/{ssh,sshd}
    cp "$key" "$1/ssh/lab_key"
    printf 'restrict,command="virt-ssh-helper qemu:///system" %s\n' "$(< "$key.pub")" > "$1/ssh/authorized_keys"
    chown "$SERVICE_ID" "$1/ssh/lab_key"     # root may read it too
    write_ssh_host_key "$1"
    cat > "$1/ssh/sshd_config" <<END
ListenAddress $(< "$1/address")
HostKey /etc/ssh/host_key
PidFile /run/sshd/pid
AuthorizedKeysFile /etc/ssh/authorized_keys
AuthenticationMethods publickey
PermitRootLogin prohibit-password
UsePAM no
PrintMotd no
END
    cat > "$1/ssh/ssh_config" <<END
Host *
    GlobalKnownHostsFile /etc/ssh/known_hosts
    UserKnownHostsFile none
    ConnectTimeout 10
END
}

write_ssh_host_key() { # DIRECTORY
    rm -f "$1/ssh/host_key"{,.pub}
    ssh-keygen -q -t ed25519 -N '' -C "$(< "$1/hostname")" -f "$1/ssh/host_key"
}

# Every host knows the keys of all: by address and by both names.
write_known_hosts() {
    local host key
    for host in $(host_names); do
        read -r _ key _ < "$LAB/$host/ssh/host_key.pub"
        printf '%s,%s,%s ssh-ed25519 %s\n' "$(< "$LAB/$host/address")" "$LAB_NAME-$host" "$host" "$key"
    done > "$LAB/known-hosts"
    for host in $(host_names); do cp "$LAB/known-hosts" "$LAB/$host/ssh/known_hosts"; done
    rm "$LAB/known-hosts"
}

# start_polkit DIRECTORY: the bus goes to the background by itself once it listens.
start_polkit() {
    in_host "$1" timeout 30 dbus-daemon --system --fork --nopidfile --nosyslog > "$1/log/dbus.log" 2>&1 ||
        { cat "$1/log/dbus.log" >&2; fail "the bus of $(< "$1/hostname") did not start"; }
    in_host "$1" setsid /usr/lib/polkit-1/polkitd --no-debug < /dev/null > "$1/log/polkitd.log" 2>&1 &
    disown
    wait_for 15 polkit_answers "$1" || { cat "$1/log/polkitd.log" >&2; fail "polkitd of $(< "$1/hostname") does not answer"; }
}

polkit_answers() {
    in_host "$1" dbus-send --system --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.GetNameOwner string:org.freedesktop.PolicyKit1 > /dev/null 2>&1
}

start_sshd() { # DIRECTORY
    in_host "$1" timeout 30 /usr/sbin/sshd -f /etc/ssh/sshd_config -E /var/log/libvirt/sshd.log ||
        { tail -n 20 "$1/log/sshd.log" >&2; fail "sshd of $(< "$1/hostname") did not start"; }
}
