# shellcheck shell=bash
# What the scripts beside this one stand on: the tools, at the versions this project needs.
# Every need_* function is silent when its tool is there and asks nothing of the network then.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

trunk_version=0.21.14
fuzz_version=0.13.2
mkdocs_version=1.6.1
gecko_version=0.37.1
typescript_version=5.9.3
axe_version=4.14.1
axe_sha256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
# The glue that wasm-bindgen writes fits one version of the library only: the one in Cargo.lock.
bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)
# Shared by all clones; the user's own tools, in ~/.cargo/bin or elsewhere, are never replaced.
tools=${XDG_CACHE_HOME:-$HOME/.cache}/segmint
# rustup asks for a new shell before cargo is on the PATH; do without.
PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin

say() { printf '%s\n' "$@"; }

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# step <heading> <command>... : a step of the tests.
step() {
    local heading=$1
    shift
    say '' "==> $heading"
    "$@" || fail '' "FAILED: $heading"
}

is_root() { [ "$(id -u)" = 0 ]; }

is_debian() { grep -qs '^ID=debian$' /etc/os-release && command -v apt-get >/dev/null; }

# need_rust: cargo, at least as new as Cargo.toml asks.
need_rust() {
    command -v cargo >/dev/null ||
        fail 'Rust is missing. Install it with rustup (https://rustup.rs), then run this again.'
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
    found=$(rustc --version | cut -d ' ' -f 2)
    [ "$(printf '%s\n' "$wanted" "$found" | sort -t . -k 1,1n -k 2,2n | head -n 1)" = "$wanted" ] ||
        fail "Rust $wanted or newer is needed, and this is $found. Run: rustup update stable"
}

# need_component <subcommand>: cargo fmt or cargo clippy, which rustup's minimal profile leaves out.
need_component() {
    cargo "$1" --version >/dev/null 2>&1 && return
    command -v rustup >/dev/null || fail "cargo $1 is missing. Install it the way Rust was installed."
    say "Installing cargo $1 (a few seconds)."
    # rustup's name for cargo fmt is rustfmt.
    rustup component add "${1/#fmt/rustfmt}"
}

# need_wasm_target: the standard library for WebAssembly.
need_wasm_target() {
    local target=wasm32-unknown-unknown
    [ -d "$(rustc --print target-libdir --target "$target")" ] && return
    command -v rustup >/dev/null ||
        fail "Rust's $target target is missing. Install it the way Rust was installed."
    say "Installing Rust's $target target (a few seconds)."
    rustup target add "$target"
}

# need_crates [folder]...: everything in Cargo.lock, there and here, is on this machine; from here on cargo
# stays off the network.
need_crates() {
    local folder
    for folder in . "$@"; do
        if ! cargo fetch --locked --offline --manifest-path "$folder/Cargo.toml" >/dev/null 2>&1; then
            say "Downloading the crates in $folder/Cargo.lock (a few seconds)."
            cargo fetch --locked --manifest-path "$folder/Cargo.toml"
        fi
    done
    export CARGO_NET_OFFLINE=true
}

# need_cargo_tool <crate> <version> <how long> <its commands> [options of cargo install]
# Takes the tool on the PATH if its version is right, else the one in the cache, else builds that one.
need_cargo_tool() {
    local crate=$1 version=$2 long=$3 commands=$4 root build
    shift 4
    has_version "$version" "$commands" && return
    root=$tools/$crate-$version
    PATH=$root/bin:$PATH
    has_version "$version" "$commands" && return

    say "Building $crate $version into $root (once, about $long on two cores)."
    mkdir -p "$root/bin"
    build=$(mktemp -d "$tools/build.XXXXXX")
    # shellcheck disable=SC2064 # the folder of this call
    trap "rm -rf '$build'" EXIT
    # Unoptimised and without debug info it is built several times sooner, and runs for a second only.
    CARGO_TARGET_DIR=$build/target CARGO_PROFILE_DEV_DEBUG=false CARGO_PROFILE_DEV_OPT_LEVEL=0 \
        CARGO_NET_OFFLINE=false cargo install --quiet --locked --debug --root "$build" \
        "$crate" --version "$version" "$@" ||
        fail "$crate could not be built; see above. It needs crates.io, this once."
    # A command appears whole or not at all, so what was interrupted is not taken for done.
    mv -f "$build"/bin/* "$root/bin/"
    rm -rf "$build"
    trap - EXIT
    has_version "$version" "$commands" || fail "$root/bin does not hold $crate $version after its build."
}

# has_version <version> <commands>: every one of them is on the PATH in that version.
has_version() {
    local command
    for command in $2; do
        # Some go on with their licence.
        case $("$command" --version 2>/dev/null | head -n 1 || true) in
            *" $1" | *" $1 "*) ;;
            *) return 1 ;;
        esac
    done
}

need_trunk() {
    # Without its TLS features trunk cannot download anything by itself, and is built much sooner.
    need_cargo_tool trunk "$trunk_version" '3 minutes' trunk --no-default-features
}

need_bindgen() {
    [ -n "$bindgen_version" ] || fail 'Cargo.lock names no wasm-bindgen.'
    need_cargo_tool wasm-bindgen-cli "$bindgen_version" 'a minute' 'wasm-bindgen wasm-bindgen-test-runner'
}

# need_site: all that a build of the site takes.
need_site() {
    need_commands cc='gcc libc6-dev'
    need_rust
    need_wasm_target
    need_crates
    need_trunk
    need_bindgen
}

need_fuzz() {
    need_cargo_tool cargo-fuzz "$fuzz_version" 'a minute' cargo-fuzz
}

# need_mkdocs: builds one of the examples; the variable MKDOCS says where it is.
need_mkdocs() {
    local root=$tools/mkdocs-$mkdocs_version
    export MKDOCS=$root/bin/mkdocs
    "$MKDOCS" --version >/dev/null 2>&1 && return
    say "Installing MkDocs $mkdocs_version into $root (a few seconds)."
    rm -rf "$root"
    python3 -m venv "$root" || fail "Python has no venv here. On Debian: apt-get install python3-venv"
    "$root/bin/pip" install --quiet --disable-pip-version-check "mkdocs==$mkdocs_version" ||
        fail "MkDocs could not be installed; see above. It needs PyPI, this once."
}

# need_gecko: Firefox's driver, which Debian does not have.
need_gecko() {
    need_cargo_tool geckodriver "$gecko_version" 'a minute' geckodriver
}

# need_typescript: checks the types of the JavaScript module; the variable TSC says where it is.
need_typescript() {
    local root=$tools/typescript-$typescript_version
    export TSC=$root/node_modules/.bin/tsc
    "$TSC" --version >/dev/null 2>&1 && return
    say "Installing TypeScript $typescript_version into $root (a few seconds)."
    npm install --silent --no-audit --no-fund --prefix "$root" "typescript@$typescript_version" ||
        fail "TypeScript could not be installed; see above. It needs npm's registry, this once."
}

# need_axe: the accessibility engine, one script. Its licence is not ours, so it is kept outside of the tree.
need_axe() {
    local folder=$tools/axe-core-$axe_version download
    [ ! -f "$folder/axe.min.js" ] || return 0
    need_commands npm=npm
    say "Downloading axe-core $axe_version into $folder (once, a few seconds)."
    mkdir -p "$folder"
    download=$(mktemp -d "$tools/download.XXXXXX")
    # shellcheck disable=SC2064 # the folder of this call
    trap "rm -rf '$download'" EXIT
    npm pack --silent --pack-destination "$download" "axe-core@$axe_version" >/dev/null &&
        tar -xzf "$download/axe-core-$axe_version.tgz" -C "$download" package/axe.min.js &&
        printf '%s  %s\n' "$axe_sha256" "$download/package/axe.min.js" | sha256sum --check --quiet ||
        fail 'axe-core could not be downloaded, or is not the one that is known; see above. It needs npm, this once.'
    # It appears whole or not at all, so what was interrupted is not taken for done.
    mv -f "$download/package/axe.min.js" "$folder/"
    rm -rf "$download"
    trap - EXIT
}

# need_s3: a server that speaks S3 over HTTP and keeps objects in a folder.
need_s3() {
    need_cargo_tool s3s-fs 0.14.1 '3 minutes' s3s-fs --features binary
}

# need_python: a Python with the libraries that load and read what is made, in an environment of its own.
need_python() {
    need_environment SEGMINT_PYTHON \
        'awscli==1.46.3 duckdb==2.0.1 pandas==3.1.1 polars==2.1.0 sqlglot==30.30.0'
}

# need_maturin: builds the wheel; the variable MATURIN says where it is.
need_maturin() {
    need_environment MATURIN_PYTHON 'maturin==1.16.0'
    export MATURIN=${MATURIN_PYTHON%/*}/maturin
}

# need_wheel_python: a Python with what takes the wheel's tables, Apache Spark included, which needs Java 17.
need_wheel_python() {
    need_commands java=openjdk-17-jre-headless
    need_environment WHEEL_PYTHON \
        'duckdb==2.0.1 mypy==2.4.1 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 pyspark==4.3.0 pytest==9.2.0'
}

# need_environment <variable> <packages>: a Python with these packages, in an environment of its own; the variable
# says where it is.
need_environment() {
    local variable=$1 packages=$2 folder
    folder=$tools/python-$(printf '%s' "$packages" | cksum | cut -d ' ' -f 1)
    export "$variable=$folder/bin/python"
    [ -e "$folder/complete" ] && return
    say "Installing $packages into $folder (once, about a minute)."
    rm -rf "$folder"
    python3 -m venv "$folder"
    # shellcheck disable=SC2086 # words, on purpose
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $packages ||
        fail 'The Python packages could not be installed; see above. It needs PyPI, this once.'
    touch "$folder/complete"
}

# need_commands <command>=<Debian's packages>... : installs what is missing on Debian, names it elsewhere.
need_commands() {
    local pair missing='' packages=''
    for pair; do
        command -v "${pair%%=*}" >/dev/null && continue
        missing="$missing ${pair%%=*}"
        packages="$packages ${pair#*=}"
    done
    [ -n "$missing" ] || return 0
    is_debian || fail "Missing on this machine:$missing." \
        'Install them and put them on the PATH, then run this again.' \
        'chromedriver must be of the same version as the browser: https://googlechromelabs.github.io/chrome-for-testing/'

    local as_root=''
    if ! is_root; then
        command -v sudo >/dev/null || fail "Missing on this machine:$missing. As root: apt-get install$packages"
        as_root=sudo
    fi
    say "Installing$packages with apt-get (about a minute)."
    # shellcheck disable=SC2086 # words, on purpose
    {
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages \
            >/dev/null
    }
}
