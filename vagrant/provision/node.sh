#!/usr/bin/env bash
# Makes this machine a KVM node with ShadowMig. Runs from an unpacked bundle (vagrant/bundle), as often as you like.
#   node.sh NODE      the name of this machine in the file 'fleet'
set -euo pipefail
shopt -s inherit_errexit

PROGRAM=node.sh
BUNDLE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages dependencies; do
    # shellcheck disable=SC1090
    . "$BUNDLE/lib/$part.sh"
done
export LC_ALL=C.UTF-8

# put_block FILE: what standard input says becomes ShadowMig's block in FILE, in place of an earlier one.
put_block() {
    local text
    text=$(cat)
    touch "$1"
    sed -i '/^# >>> shadowmig$/,/^# <<< shadowmig$/d' "$1"
    printf '# >>> shadowmig\n%s\n# <<< shadowmig\n' "$text" >> "$1"
}

introduce_nodes() {
    local name address
    while read -r name address; do printf '%s %s\n' "$address" "$name"; done < "$BUNDLE/fleet" | put_block /etc/hosts
}

# ShadowMig's own user is a client of the other nodes, so it may read the client's key. QEMU reads its keys as
# the user that it runs as.
install_certificates() {
    local role pki=$BUNDLE/pki
    install -D -m 644 "$pki/CA/cacert.pem" /etc/pki/CA/cacert.pem
    install -D -m 644 "$pki/qemu/ca-cert.pem" /etc/pki/qemu/ca-cert.pem
    install -d -m 750 -g shadowmig /etc/pki/libvirt/private
    for role in server client; do
        install -D -m 644 "$pki/libvirt/${role}cert.pem" "/etc/pki/libvirt/${role}cert.pem"
        install -m 644 "$pki/qemu/$role-cert.pem" "/etc/pki/qemu/$role-cert.pem"
        install -m 400 -o libvirt-qemu "$pki/qemu/$role-key.pem" "/etc/pki/qemu/$role-key.pem"
    done
    install -m 600 "$pki/libvirt/private/serverkey.pem" /etc/pki/libvirt/private/serverkey.pem
    install -m 640 -g shadowmig "$pki/libvirt/private/clientkey.pem" /etc/pki/libvirt/private/clientkey.pem
}

# Others reach this node's QEMUs at its address, which stands in its certificates; nothing travels in the clear.
configure_libvirt() {
    put_block /etc/libvirt/qemu.conf <<END
migration_host = "$ADDRESS"
migrate_tls_force = 1
END
    # A socket is refused while the daemon runs, which a client would start again over another socket. Guests run on.
    systemctl -q stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service
    systemctl -q enable libvirtd.service libvirtd-tls.socket
    systemctl -q start libvirtd-tls.socket
    systemctl -q start libvirtd.service
}

install_shadowmig() {
    say "installing shadowmig.deb"
    with_package_index apt_quiet install -y --no-install-recommends --reinstall --allow-downgrades \
        "$BUNDLE/shadowmig.deb" || fail "apt could not install shadowmig.deb"
}

# The inventory is all nodes. Metrics are for the observer; who else may reach the address is the network's affair.
# JSON is YAML too.
write_configuration() {
    local name address separator='' file=/etc/shadowmig/shadowmig.yaml
    {
        printf '{\n  "Http": { "Address": "http://%s:9753" },\n  "Nodes": {' "$ADDRESS"
        while read -r name address; do
            printf '%s\n    "%s": { "Uri": "qemu+tls://%s/system" }' "$separator" "$name" "$name"
            separator=,
        done < "$BUNDLE/fleet"
        printf '\n  }%s\n}\n' "$(patience)"
    } > "$file"
    shadowmig check-config "$file"
}

# A node without /dev/kvm is emulated itself, as a rule: there libvirt takes seconds to answer, and longer to encrypt.
patience() {
    [[ ! -e /dev/kvm ]] || return 0
    cat <<'END'
,
  "Monitoring": { "SamplePeriod": "30s", "CallBound": "30s", "ObserveGuests": false },
  "Preflight": { "ConnectBound": "60s", "CapabilityBound": "120s", "CallBound": "60s" },
  "Migration": { "ConnectBound": "60s", "CapabilityBound": "120s", "CallBound": "60s", "OwnershipBound": "120s" }
END
}

start_service() {
    systemctl -q enable shadowmig.service
    systemctl restart shadowmig.service
    wait_for 120 service_answers || fail "shadowmig serve does not answer on $ADDRESS:9753: see 'journalctl -u shadowmig'"
}

service_answers() { (exec 3<> "/dev/tcp/$ADDRESS/9753") 2> /dev/null; }

main() {
    [[ $# -eq 1 ]] || refuse "say which node of the fleet this machine is: $(cut -d' ' -f1 "$BUNDLE/fleet" | tr '\n' ' ')"
    require_root
    [[ -d /run/systemd/system ]] || refuse "this machine is not run by systemd"
    ADDRESS=$(sed -n "s/^$1 //p" "$BUNDLE/fleet")
    [[ -n $ADDRESS ]] || refuse "the fleet has no node '$1'"
    install_packages "${NODE_DEPENDENCIES[@]}"
    introduce_nodes
    install_shadowmig
    install_certificates
    configure_libvirt
    write_configuration
    start_service
    say "$1 is a node: shadowmig serve answers on http://$ADDRESS:9753/metrics"
}

main "$@"
