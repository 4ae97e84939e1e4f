# shellcheck shell=bash
# Certificates of a lab with TLS, made with certtool as an operator would: docs/security.md.
#
# LAB/authority            ca.pem ca-key.pem: who signs for this lab
# LAB/stranger             the same of somebody whom nobody else trusts; made when it is asked for
# HOST_DIRECTORY/pki       what the host sees as /etc/pki
#   CA libvirt               for commands: libvirtd and its clients
#   qemu                     for memory: QEMU, which reads them at each migration

CERTIFICATE_KINDS='good|expired|wrong-name|wrong-authority|missing'

has_certificates() { [[ -d $1/pki ]]; } # HOST_DIRECTORY

quiet_certtool() {
    local said
    said=$(certtool "$@" 2>&1) || fail "certtool $*: $said"
}

make_key() { # FILE
    quiet_certtool --generate-privkey --key-type rsa --bits 2048 --outfile "$1"
    chmod 600 "$1"
}

make_authority() { # DIRECTORY
    mkdir -p "$1"
    make_key "$1/ca-key.pem"
    cat > "$1/ca.info" <<END
cn = "shadowmig lab $LAB_NAME, ${1##*/}"
ca
cert_signing_key
expiration_days = 365
END
    quiet_certtool --generate-self-signed --load-privkey "$1/ca-key.pem" --template "$1/ca.info" --outfile "$1/ca.pem"
}

# authority_of KIND: prints the directory of the authority that signs; makes it if it is not there.
authority_of() {
    local directory=$LAB/authority
    if [[ $1 == wrong-authority ]]; then directory=$LAB/stranger; fi
    [[ -s $directory/ca.pem ]] || make_authority "$directory"
    printf '%s' "$directory"
}

# issue KIND HOST_DIRECTORY server|client CERTIFICATE KEY: signed, for the host's names and address.
issue() {
    local name address host=${2##*/} authority lifetime='expiration_days = 365'
    authority=$(authority_of "$1")
    name=$(< "$2/hostname")
    address=$(< "$2/address")
    case $1 in
        expired) lifetime=$'activation_date = "2020-01-01 00:00:00"\nexpiration_date = "2020-02-01 00:00:00"' ;;
        wrong-name) host=elsewhere name=elsewhere.invalid address=192.0.2.1 ;;
    esac
    # libvirt and QEMU may refuse a certificate without the use encryption_key.
    cat > "$4.info" <<END
cn = "$name"
dns_name = "$name"
dns_name = "$host"
ip_address = "$address"
tls_www_$3
signing_key
encryption_key
$lifetime
END
    make_key "$5"
    quiet_certtool --generate-certificate --load-privkey "$5" --load-ca-certificate "$authority/ca.pem" \
        --load-ca-privkey "$authority/ca-key.pem" --template "$4.info" --outfile "$4"
    rm "$4.info"
}

write_control_certificates() { # KIND HOST_DIRECTORY
    local pki=$2/pki authority
    authority=$(authority_of "$1")
    mkdir -p "$pki/CA" "$pki/libvirt/private"
    cp "$authority/ca.pem" "$pki/CA/cacert.pem"
    issue "$1" "$2" server "$pki/libvirt/servercert.pem" "$pki/libvirt/private/serverkey.pem"
    issue "$1" "$2" client "$pki/libvirt/clientcert.pem" "$pki/libvirt/private/clientkey.pem"
}

write_memory_certificates() { # KIND HOST_DIRECTORY
    local folder=$2/pki/qemu authority
    mkdir -p "$folder"
    rm -f "$folder"/*.pem
    [[ $1 != missing ]] || return 0
    authority=$(authority_of "$1")
    cp "$authority/ca.pem" "$folder/ca-cert.pem"
    issue "$1" "$2" server "$folder/server-cert.pem" "$folder/server-key.pem"
    issue "$1" "$2" client "$folder/client-cert.pem" "$folder/client-key.pem"
}
