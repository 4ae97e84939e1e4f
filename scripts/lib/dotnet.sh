# shellcheck shell=bash
# The .NET SDK that builds ShadowMig, and the packages that the build and the tests need.

SDK_MAJOR=10
BUILD_PACKAGES=(libvirt0 ca-certificates)

require_dotnet() {
    local version
    command -v dotnet > /dev/null ||
        refuse "the .NET $SDK_MAJOR SDK is missing: install it (https://dot.net) so that 'dotnet' is on the PATH"
    version=$(cd "$REPOSITORY" && dotnet --version 2>/dev/null) ||
        refuse "no .NET SDK here satisfies global.json: install version $SDK_MAJOR.0 or later of that line"
    [[ ${version%%.*} == "$SDK_MAJOR" ]] || refuse "the .NET $SDK_MAJOR SDK is needed, found $version"
}

# build_release PROJECT_OR_SOLUTION
build_release() {
    local log
    log=$(mktemp)
    say "building $(basename "$1")"
    if ! dotnet build "$1" -c Release --nologo -v quiet -p:RestoreLockedMode=true -nodeReuse:false > "$log" 2>&1; then
        tail -n 40 "$log" >&2
        rm -f "$log"
        fail "the build failed"
    fi
    rm -f "$log"
}
