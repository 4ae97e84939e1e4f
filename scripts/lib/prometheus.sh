# shellcheck shell=bash
# Prometheus from its Debian package: unpacked, not installed, so that no service of the machine starts.

# Puts 'prometheus' and 'promtool' on the PATH.
provide_prometheus() {
    local root=$LAB_CACHE/prometheus
    if ! command -v prometheus > /dev/null || ! command -v promtool > /dev/null; then
        if [[ ! -x $root/usr/bin/promtool ]]; then
            say "unpacking Debian's prometheus"
            rm -rf "$root.new"
            download_package prometheus "$root.new"
            rm -rf "$root"
            mv -T "$root.new" "$root"
        fi
        PATH=$root/usr/bin:$PATH
        export PATH
    fi
}
