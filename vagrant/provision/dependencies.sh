# shellcheck shell=bash
# What nodes and the observer install, and the units that a box leaves off until provisioning.
# shellcheck disable=SC2034         # the scripts that read this file use them

NODE_DEPENDENCIES=(libvirt-daemon-system libvirt-clients libvirt-daemon-driver-qemu qemu-system-x86 qemu-utils
    adduser libsqlite3-0)      # the last two for ShadowMig's package, so that a box needs no network
OBSERVER_DEPENDENCIES=(prometheus curl ca-certificates)
IDLE_UNITS=(libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket prometheus.service)
