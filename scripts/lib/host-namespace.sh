#!/usr/bin/env bash
# First process of a host's mount, UTS and network namespaces: gives the host its own files and
# then holds the namespaces open.   host-namespace.sh HOST_DIRECTORY LAB_CACHE [LOWER_ROOT]
set -euo pipefail

directory=$1 cache=$2 lower=${3:-}

# Other labs' namespaces must not be kept alive by copies of their mounts in here.
mount_points() { cut -d' ' -f5 /proc/self/mountinfo; }
if mount_points | grep -q '^/run/netns'; then umount -R -l /run/netns; fi

hostname "$(< "$directory/hostname")"

# A fresh sysfs shows this network namespace's interfaces and no control groups, which keeps
# libvirt from asking the machine's systemd or its groups for anything.
umount -R -l /sys
mount -t sysfs sysfs /sys

give_private_files() { # ROOT
    local pair
    for pair in etc:/etc/libvirt run:/run/libvirt lib:/var/lib/libvirt log:/var/log/libvirt cache:/var/cache/libvirt \
        pki:/etc/pki dbus:/run/dbus polkit:/etc/polkit-1/rules.d ssh:/etc/ssh sshd:/run/sshd; do
        [[ -d $directory/${pair%%:*} ]] || continue
        mkdir -p "$1${pair#*:}"
        mount --bind "$directory/${pair%%:*}" "$1${pair#*:}"
    done
    for pair in hosts:/etc/hosts machine-id:/etc/machine-id passwd:/etc/passwd group:/etc/group; do
        [[ -e $directory/${pair%%:*} ]] || continue
        [[ -e $1${pair#*:} ]] || : > "$1${pair#*:}"
        mount --bind "$directory/${pair%%:*}" "$1${pair#*:}"
    done
}

give_private_files ""

if [[ -n $lower ]]; then
    root=$directory/root
    mkdir -p "$directory"/{root,upper,work}
    mount -t overlay overlay -o "lowerdir=$lower,upperdir=$directory/upper,workdir=$directory/work" "$root"
    for tree in dev proc sys; do mount --rbind "/$tree" "$root/$tree"; done
    give_private_files "$root"
    # Guests' kernels and ROMs have the same path on every host.
    mkdir -p "$root$cache/guests"
    mount --bind "$cache/guests" "$root$cache/guests"
fi

touch "$directory/namespace-ready"
exec sleep infinity
