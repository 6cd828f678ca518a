# Shared by the scripts of this folder: how they speak and how they become root. Sourced, never run.
# shellcheck shell=bash

PULT_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
PULT_CACHE="${PULT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pult}"
export PULT_ROOT PULT_CACHE

# A step line shows what happens now, how far the whole is, and how long it has taken so far.
STEP_NOW=0
STEP_ALL="${STEP_ALL:-0}"
STEP_START=${STEP_START:-$SECONDS}
step() {
    STEP_NOW=$((STEP_NOW + 1))
    printf '==> [%d/%d] %s (%ds)\n' "$STEP_NOW" "$STEP_ALL" "$*" "$((SECONDS - STEP_START))"
}
note() { printf '    %s\n' "$*"; }

# The end of the road: one clear sentence that says what to do.
die() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this step needs root and there is no sudo; run as root: $*"
    fi
}

# Runs a long command quietly: its output goes to a log, of which the end is shown when it fails.
quietly() {
    local log="$1"
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        printf '    (all of it: %s)\n' "$log" >&2
        return 1
    fi
}

wasm_bindgen_version() {
    awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, "", $3); print $3; exit }' "$PULT_ROOT/Cargo.lock"
}

rust_channel() { awk -F'"' '/^channel/ { print $2 }' "$PULT_ROOT/rust-toolchain.toml"; }
