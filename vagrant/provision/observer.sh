#!/usr/bin/env bash
# Makes this machine the observer: Prometheus, and Grafana where it can be fetched. Runs from an unpacked bundle
# (vagrant/bundle), as often as you like.
set -euo pipefail
shopt -s inherit_errexit

PROGRAM=observer.sh
BUNDLE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages dependencies; do
    # shellcheck disable=SC1090
    . "$BUNDLE/lib/$part.sh"
done
export LC_ALL=C.UTF-8

GRAFANA_ARCHIVE=https://apt.grafana.com

configure_prometheus() {
    local targets
    targets=$(while read -r name address; do printf '"%s:9753", ' "$address"; done < "$BUNDLE/fleet")
    mkdir -p /etc/prometheus/rules
    install -m 644 "$BUNDLE"/prometheus/rules/*.yml /etc/prometheus/rules/
    sed "s/targets: \[ \"127.0.0.1:9753\" \]/targets: [ ${targets%, } ]/" "$BUNDLE/prometheus/prometheus.yml" > /etc/prometheus/prometheus.yml
    promtool check config /etc/prometheus/prometheus.yml > /dev/null || fail "promtool refuses the configuration"
    systemctl -q enable prometheus.service
    systemctl restart prometheus.service
    wait_for 120 prometheus_answers || fail "Prometheus does not answer: see 'journalctl -u prometheus'"
}

prometheus_answers() { promtool query instant http://127.0.0.1:9090 up > /dev/null 2>&1; }

# Not in Debian. Without it Prometheus serves alone.
install_grafana() {
    if ! is_installed grafana && ! fetch_grafana; then
        rm -f /etc/apt/sources.list.d/grafana.list
        say "Grafana could not be fetched from $GRAFANA_ARCHIVE: Prometheus serves alone"
        return
    fi
    install -D -m 644 -t /usr/share/shadowmig/grafana/dashboards "$BUNDLE"/grafana/dashboards/*.json
    install -D -m 644 -t /etc/grafana/provisioning/dashboards "$BUNDLE/grafana/provisioning/dashboards/shadowmig.yaml"
    install -D -m 644 -t /etc/grafana/provisioning/datasources "$BUNDLE/grafana/provisioning/datasources/shadowmig.yaml"
    systemctl -q enable grafana-server.service
    systemctl restart grafana-server.service
    say "Grafana is on port 3000 of this machine"
}

fetch_grafana() {
    install -d -m 755 /etc/apt/keyrings &&
        curl -fsS --max-time 30 -o /etc/apt/keyrings/grafana.asc "$GRAFANA_ARCHIVE/gpg.key" &&
        printf 'deb [signed-by=/etc/apt/keyrings/grafana.asc] %s stable main\n' "$GRAFANA_ARCHIVE" > /etc/apt/sources.list.d/grafana.list &&
        apt_quiet update && (install_packages grafana)
}

main() {
    require_root
    [[ -d /run/systemd/system ]] || refuse "this machine is not run by systemd"
    install_packages "${OBSERVER_DEPENDENCIES[@]}"
    configure_prometheus
    install_grafana
    say "Prometheus is on port 9090 of this machine"
}

main "$@"
