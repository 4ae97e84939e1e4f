# shellcheck shell=bash
# Debian packages: install what is missing, quietly and only then; find the machine's own mirror.

apt_quiet() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        -o APT::Sandbox::User=root "$@"
}

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# with_package_index COMMAND...: the index may be missing or too old: then update it and try again.
with_package_index() {
    local log
    log=$(mktemp)
    if ! "$@" > "$log" 2>&1; then
        if ! { apt_quiet update && "$@"; } > "$log" 2>&1; then
            tail -n 15 "$log" >&2
            rm -f "$log"
            return 1
        fi
    fi
    rm -f "$log"
}

install_packages() {
    local package
    local -a missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "installing ${missing[*]}"
    with_package_index apt_quiet install -y --no-install-recommends "${missing[@]}" ||
        fail "apt could not install ${missing[*]}"
}

# install_without_service UNIT PACKAGE...: where systemd runs, the unit that comes with a package just
# installed is stopped and disabled; one that was there before is the machine's own business.
install_without_service() {
    local unit=$1 package
    shift
    for package in "$@"; do
        is_installed "$package" || {
            install_packages "$@"
            [[ ! -d /run/systemd/system ]] || systemctl disable --now "$unit" > /dev/null 2>&1 || true
            return 0
        }
    done
}

# download_package PACKAGE DIRECTORY: unpacks it there, installs nothing.
download_package() (
    mkdir -p "$2"
    cd "$2" || exit 1
    with_package_index apt_quiet download "$1" || fail "apt could not download $1"
    dpkg -x ./*.deb . && rm -f ./*.deb
)

machine_suite() { (. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}"); }

# The Debian mirror this machine uses itself. apt reads both of its source formats; other vendors'
# archives may carry the same suite name, so an entry whose origin is Debian wins.
debian_mirror() {
    local suite uri release codename origin found=
    if [[ -n ${SHADOWMIG_LAB_MIRROR:-} ]]; then
        printf '%s' "$SHADOWMIG_LAB_MIRROR"
        return
    fi
    suite=$(machine_suite)
    # shellcheck disable=SC2016     # apt expands these
    while IFS='|' read -r uri release codename origin; do
        [[ $release == "$suite" || $codename == "$suite" ]] || continue
        if [[ $origin == Debian ]]; then
            found=$uri
            break
        fi
        [[ -n $found || $uri != */debian/ ]] || found=$uri
    done < <(apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(CODENAME)|$(ORIGIN)' \
        'Identifier: Packages' 'Component: main' 2>/dev/null)
    [[ -n $found ]] || refuse "apt's sources name no Debian mirror for $suite main: \
set SHADOWMIG_LAB_MIRROR to one (http://…/debian)"
    printf '%s' "$found"
}

# apt may be told of a proxy that other programs do not know.
use_apt_proxy() {
    local proxy=
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [[ -z $proxy ]] || export http_proxy=$proxy
}
