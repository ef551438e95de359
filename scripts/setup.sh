#!/bin/sh
# Sets .venv up: `setup.sh runtime` for what a run needs, `setup.sh dev` for tests and linters as well.
# `setup.sh problem` prints in one line why that cannot work here, or nothing; `setup.sh uv` prints where uv is.
#
# A stamp holds the place of the checkout and the checksum of what was asked for: as long as it is true, this script
# does nothing. A set-up that was interrupted leaves its mark, and the next one starts from nothing.
set -eu

cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=.venv
asked=$(cat pyproject.toml constraints.txt scripts/setup.sh | cksum)
stamp="$root $asked"

# Programs of .venv itself do not count as programs of this machine: .venv may be about to go.
PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF -e "$root/$venv/bin" -e "$(pwd)/$venv/bin" | paste -s -d ':' -)
export UV_PYTHON_DOWNLOADS=never
unset VIRTUAL_ENV CONDA_PREFIX UV_SYSTEM_PYTHON 2>/dev/null || true

is_ready() {
    [ -x "$venv/bin/python" ] && [ ! -e "$venv/.unfinished" ] && is_wanted_python &&
        [ "$(cat "$venv/.ready-$1" 2>/dev/null)" = "$stamp" ]
}

# Whatever $1 prints on the question which Python it is; nothing if it is none that we can use.
version_of() {
    "$1" -c 'import sys; v = sys.version_info; (3, 11) <= v < (3, 14) and print(v[0], v[1], sep=".")' 2>/dev/null || true
}

# Without PYTHON any supported interpreter will do, and the one that .venv has stays.
is_wanted_python() {
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ]
}

# Sets `python` to the first supported interpreter that can make a virtual environment, and `problem` if there is none.
find_python() {
    python='' problem="Python 3.11, 3.12 or 3.13 is needed: apt install python3 python3-venv"
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        version=$(version_of "$candidate")
        [ -n "$version" ] || continue
        if command -v uv >/dev/null || "$candidate" -c 'import ensurepip, venv; ensurepip.version()' 2>/dev/null; then
            python=$(command -v "$candidate") problem=''
            return
        fi
        problem="Python $version has no venv module: apt install python3-venv (or put uv on PATH)"
    done
    [ -z "${PYTHON:-}" ] || [ -n "$(version_of "$PYTHON")" ] || problem="PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13"
}

must_start_anew() {
    [ -e "$venv/.unfinished" ] || [ -z "$(version_of "$venv/bin/python")" ] || ! is_wanted_python ||
        { [ -e "$venv/.root" ] && [ "$(cat "$venv/.root")" != "$root" ]; }
}

make_venv() {
    rm -rf "$venv"
    mkdir "$venv"
    : >"$venv/.unfinished"
    printf '%s\n' "$root" >"$venv/.root"
    if command -v uv >/dev/null; then
        uv venv --quiet --allow-existing --no-project --python "$python" "$venv"
    else
        "$python" -m venv "$venv"
    fi
}

# uv from PATH, else the one that constraints.txt pins, installed by pip, its hash checked.
find_uv() {
    uv=$(command -v uv || true)
    [ -z "$uv" ] || return 0
    uv=$venv/bin/uv
    [ ! -x "$uv" ] || return 0
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
    awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' constraints.txt >"$venv/uv.txt"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall \
        --require-hashes -r "$venv/uv.txt"
}

install() {
    "$uv" pip install --quiet --python "$venv/bin/python" \
        --constraints constraints.txt --build-constraints constraints.txt --editable "$1"
}

set_up() {
    find_python
    [ -z "$problem" ] || { echo "$problem" >&2; exit 1; }
    started=$(date +%s)
    if must_start_anew; then
        echo "Setting up .venv with Python $(version_of "$python") ..."
        make_venv
    else
        echo "Bringing .venv up to date ..."
        : >"$venv/.unfinished"
        kept=yes
    fi
    rm -f "$venv"/.ready-*
    find_uv
    case $1 in
        dev) wanted='.[dev]' stamps='runtime dev' ;;
        *) wanted=. stamps=runtime ;;
    esac
    # uv changes nothing before it has everything: an environment that worked still does when the update fails.
    install "$wanted" || { status=$?; [ -z "${kept:-}" ] || rm -f "$venv/.unfinished"; exit "$status"; }
    for name in $stamps; do printf '%s\n' "$stamp" >"$venv/.ready-$name"; done
    rm -f "$venv/.unfinished"
    echo "Set up in $(($(date +%s) - started)) s."
}

case ${1:-} in
    uv) find_uv && printf '%s\n' "$uv" ;;
    problem) is_ready runtime || { find_python; printf '%s' "$problem"; } ;;
    runtime | dev)
        is_ready "$1" && exit 0
        # Two makes at once take turns, where the system has flock.
        exec 9<Makefile
        ! command -v flock >/dev/null || flock 9
        is_ready "$1" || set_up "$1"
        ;;
    *) echo "usage: setup.sh runtime | dev | problem | uv" >&2; exit 2 ;;
esac
