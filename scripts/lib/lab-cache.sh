# shellcheck shell=bash
# What labs build once and use often: roots of other Debian suites, and guests. Each entry is a
# directory named after what went into it, built beside its place and renamed, so it is there
# whole or not at all.

ROOT_PACKAGES=(libvirt-daemon-system libvirt-clients libvirt-daemon-driver-qemu qemu-system-x86 qemu-utils)
KEPT_ENTRIES=6

# cached KIND KEY BUILDER: prints the entry's path; 'BUILDER DIRECTORY' fills a new one.
cached() {
    local kind=$1 key=$2 builder=$3 entry lock building
    entry=$LAB_CACHE/$kind/$key
    mkdir -p "$LAB_CACHE/$kind"
    if [[ ! -d $entry ]]; then
        exec {lock}> "$LAB_CACHE/.$kind.lock"
        flock -w 900 "$lock" || fail "another build of $kind/$key has not ended for 15 minutes"
        if [[ ! -d $entry ]]; then
            building=$LAB_CACHE/$kind/.building
            discard_tree "$building"         # left by a build that was killed
            mkdir "$building"
            if ! ( set -e; "$builder" "$building" ) {lock}>&- >&2; then
                discard_tree "$building"
                fail "building $kind/$key failed"
            fi
            chmod 755 "$building"
            mv -T "$building" "$entry"
            prune_cache "$kind"
        fi
        exec {lock}>&-
    fi
    touch "$entry"
    printf '%s' "$entry"
}

# Sources change, entries pile up: keep the latest used.
prune_cache() {
    local old
    find "$LAB_CACHE/$1" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn |
        tail -n +"$((KEPT_ENTRIES + 1))" | cut -d' ' -f2- |
        while IFS= read -r old; do discard_tree "$old"; done
}

# Never deletes through a mount that something left below.
discard_tree() {
    [[ -e $1 ]] || return 0
    rm -rf --one-file-system -- "$1"
}

hash_of() { sha256sum | cut -c1-16; }

suite_root() {
    local key
    BUILD_SUITE=$1
    key=$1-$(printf '%s\n' "${ROOT_PACKAGES[@]}" | hash_of)
    [[ -d $LAB_CACHE/roots/$key ]] || install_packages debootstrap
    cached roots "$key" build_suite_root
}

build_suite_root() {
    local mirror log=$LAB_CACHE/roots/.build.log
    mirror=$(debian_mirror) || return 1      # "set -e" does not reach in here
    use_apt_proxy
    say "building a $BUILD_SUITE root for the lab's hosts (about a minute, once)"
    # In its own mount namespace: whatever happens, no mount stays behind.
    # shellcheck disable=SC2016
    unshare --mount --propagation private bash -euo pipefail -c '
        root=$1 suite=$2 mirror=$3; shift 3
        timeout 600 debootstrap --variant=minbase "$suite" "$root" "$mirror"
        for tree in dev proc sys; do mount --rbind "/$tree" "$root/$tree"; done
        # Installing must start no daemon.
        printf "#!/bin/sh\nexit 101\n" > "$root/usr/sbin/policy-rc.d"
        chmod 755 "$root/usr/sbin/policy-rc.d"
        DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 timeout 600 chroot "$root" \
            apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@"
        chroot "$root" apt-get clean
        rm -rf "$root"/var/lib/apt/lists/* "$root"/etc/libvirt/qemu/networks
    ' build "$1" "$BUILD_SUITE" "$mirror" "${ROOT_PACKAGES[@]}" > "$log" 2>&1 || {
        tail -n 20 "$log" >&2
        return 1
    }
}

source_hash() { # of all files below a directory, names and contents
    (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum | hash_of)
}

# guest_files KIND: the directory with the guest's built files.
guest_files() {
    case $1 in
        micro)
            local source=$REPOSITORY/tests/Guests/micro
            [[ -x $source/build ]] || fail "there is no $source/build"
            cached guests "micro-$(source_hash "$source")" build_micro_guest ;;
        idle)
            cached guests "idle-$(source_hash "$REPOSITORY/tests/Guests/idle")" build_idle_guest ;;
        linux)
            cached guests "linux-$(source_hash "$REPOSITORY/tests/Guests/linux")" build_linux_guest ;;
    esac
}

build_micro_guest() {
    install_packages nasm
    "$REPOSITORY/tests/Guests/micro/build" "$1/rom"
}

build_idle_guest() { "$REPOSITORY/tests/Guests/idle/build" "$1/rom"; }

build_linux_guest() {
    install_packages gcc libc6-dev cpio xz-utils
    say "building the Linux guest"
    "$REPOSITORY/tests/Guests/linux/build" "$1"
}
