# shellcheck shell=bash
# A bill of materials in CycloneDX's JSON, from what NuGet restored: each library that is compiled in, with its
# version, hash and licence, and the runtime's own. Native libraries of packages are not in it: SQLite is the system's.

# bill_of_materials ASSETS VERSION: prints it.
bill_of_materials() {
    local name folder
    folder=$(jq -r '.packageFolders | keys[0]' "$1")
    {
        while IFS= read -r name; do
            component_of "$1" "$name" "$folder"
        done < <(compiled_in "$1")
        runtime_components "$1"
    } | jq -s --arg version "$2" '{
        bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
        metadata: { component: { type: "application", "bom-ref": "shadowmig", name: "shadowmig", version: $version,
            licenses: [{ expression: "Apache-2.0" }] } },
        components: unique_by(."bom-ref")
    }'
}

compiled_in() { # ASSETS: 'NAME/VERSION' a line
    jq -r '.targets | to_entries[] | select(.key | contains("/")) | .value | to_entries[]
        | select(.value.type == "package")
        | select(.value.runtime // {} | keys | any(endswith("_._") | not)) | .key' "$1" | sort -f
}

component_of() { # ASSETS NAME/VERSION PACKAGE_FOLDER
    local description licence hash
    description=$(jq -r --arg name "$2" '.libraries[$name] | .path + "/" + (.files[] | select(endswith(".nuspec")))' "$1")
    licence=$(sed -nE 's/.*<license type="expression">([^<]*)<.*/\1/p' "$3$description" | head -n 1)
    hash=$(jq -r --arg name "$2" '.libraries[$name].sha512' "$1" | base64 -d | od -An -v -tx1 | tr -d ' \n')
    # shellcheck disable=SC2016
    jq -n --arg name "${2%/*}" --arg version "${2#*/}" --arg licence "$licence" --arg hash "$hash" '
        "pkg:nuget/\($name)@\($version)" as $url
        | { type: "library", "bom-ref": $url, name: $name, version: $version, purl: $url, hashes: [{ alg: "SHA-512", content: $hash }] }
        + if $licence == "" then {} else { licenses: [{ expression: $licence }] } end'
}

# What the SDK brings besides: its compiler, and the runtime and class libraries that the compiler links in.
runtime_components() { # ASSETS
    jq '[.project.frameworks[].downloadDependencies[]? | select(.name | test("Runtime|ILCompiler"; "i"))
        | (.version | ltrimstr("[") | split(",")[0] | rtrimstr("]")) as $version | "pkg:nuget/\(.name)@\($version)" as $url
        | { type: "library", "bom-ref": $url, name, version: $version, purl: $url, licenses: [{ expression: "MIT" }] }][]' "$1"
}
