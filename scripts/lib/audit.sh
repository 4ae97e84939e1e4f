# shellcheck shell=bash
# The audit of packages for known weaknesses: whether there was one, and what it found.

# audit_packages SOLUTION: sets AUDIT to passed, failed or skipped and says why. NuGet asks a source for its list of known
# weaknesses while it restores, and only then; a source that has none gives a silent 'nothing found'.
audit_packages() {
    local log=$RESULTS/audit.log
    AUDIT=failed
    if ! dotnet restore "$1" --nologo --force -v normal -p:RestoreLockedMode=true > "$log" 2>&1; then
        grep -E 'NU19[0-9]{2}|error' "$log" | sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
        say "audit of packages: failed"
    elif grep -qE 'NU190[05]' "$log"; then
        AUDIT=skipped
        say "audit of packages: skipped, since the package source told of no weaknesses: $(grep -oE 'NU190[05].*' "$log" | head -n 1)"
    elif ! grep -qiE '(GET|CACHE|OK|NotModified).*vulnerab' "$log"; then
        AUDIT=skipped
        say "audit of packages: skipped, since no package source has a list of known weaknesses"
    else
        AUDIT=passed
        say "audit of packages: no known weakness in $(count_locked) packages"
    fi
}

count_locked() {
    git -C "$REPOSITORY" ls-files '*packages.lock.json' | (cd "$REPOSITORY" && xargs sed -nE 's/^      "([^"]+)": \{$/\1/p') | grep -viE '^shadowmig\.' | sort -fu | grep -c .
}
