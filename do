#!/bin/sh
# Makes .venv once and hands over to what is asked for. ./do alone lists what it can do.
set -eu
cd "$(dirname "$0")"

VENV=.venv
DEMO=data/demo
QUICK="not browser and not services and not durability"

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

usage() {
    cat <<'WORDS'
./do demo [port]   make an invented city, serve it on http://127.0.0.1:8000 and print a way in for each role
./do test […]      the tests that need nothing but Python; anything more goes to pytest
./do check [part]  everything: lint, types, contract, unit, browser, services, durability; or one of these
./do durability [n] kill the processes of a real installation n times (60) while people send, and print what became of it
./do security      the dependencies, the code, the routes, the payloads, the headers: one table
./do bench         how fast the pages are beside a bare Flask application
./do assets        build the styles and scripts again
./do fresh         throw the demo away, so that the next one starts from nothing
./do run […]       the consult command, such as: ./do run --help
WORDS
}

find_python() {
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "Consult needs Python 3.11 or newer. On Debian 12: apt-get install -y python3 python3-venv"
}

need_venv_module() { # $1: python
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    wanted=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $wanted …"
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$wanted"; } >/dev/null ||
            stop "That did not work. Install it yourself: apt-get install -y $wanted"
        return
    fi
    stop "Python cannot make an environment yet. Run this, then try again: sudo apt-get install -y $wanted"
}

is_made() { # $1: what was installed, $2: from what
    [ -x "$VENV/bin/python" ] && [ -f "$VENV/.made-from-$1" ] && [ "$(cat "$VENV/.made-from-$1")" = "$2" ]
}

make_venv() { # $1: test or check
    python=$(find_python)
    made_from="$(cat pyproject.toml package-lock.json hatch_build.py | cksum) $("$python" -V) $(pwd)"
    ! is_made check "$made_from" || return 0
    ! is_made "$1" "$made_from" || return 0
    if [ ! -x "$VENV/bin/python" ] || ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        need_venv_module "$python"
        say "Making $VENV (once; a minute or two) …"
        "$python" -m venv --clear "$VENV"
    fi
    say "Installing what Consult needs …"
    extras=test
    [ "$1" = test ] || extras=test,check,postgres,redis
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -e ".[$extras]" >&2
    printf '%s' "$made_from" >"$VENV/.made-from-$1"
}

build_assets() { # quick when nothing has changed
    "$VENV/bin/python" hatch_build.py
}

demo_settings() {
    mkdir -p "$DEMO"
    if [ ! -s "$DEMO/secret-key" ]; then
        "$VENV/bin/python" -c 'import secrets; print(secrets.token_hex(32))' >"$DEMO/secret-key"
        chmod 600 "$DEMO/secret-key"
    fi
    CONSULT_DEMO=yes
    CONSULT_DATA="$(pwd)/$DEMO"
    CONSULT_SECRET_KEY=$(cat "$DEMO/secret-key")
    CONSULT_BASE_URL="http://127.0.0.1:$1"
    CONSULT_COUNCIL_NAME="${CONSULT_COUNCIL_NAME:-Wendlebridge City Council}"
    CONSULT_COUNCIL_CONTACT="${CONSULT_COUNCIL_CONTACT:-haveyoursay@example.org, or phone 01632 960100}"
    export CONSULT_DEMO CONSULT_DATA CONSULT_SECRET_KEY CONSULT_BASE_URL CONSULT_COUNCIL_NAME CONSULT_COUNCIL_CONTACT
}

demo() {
    port=${1:-${CONSULT_PORT:-8000}}
    make_venv test
    build_assets
    demo_settings "$port"
    schema=$(cat migrations/versions/*.py | cksum)
    if [ ! -f "$DEMO/seeded" ]; then
        say "Inventing a city, its consultations and about 400 responses …"
        rm -rf "$DEMO"/consult.sqlite3* "$DEMO/files" "$DEMO/outbox"
        "$VENV/bin/consult" migrate
        "$VENV/bin/consult" seed-demo
    elif [ "$(cat "$DEMO/seeded")" != "$schema" ]; then
        "$VENV/bin/consult" migrate
    fi
    printf '%s' "$schema" >"$DEMO/seeded"
    exec "$VENV/bin/consult" serve --host 127.0.0.1 --port "$port"
}

run_tests() {
    make_venv test
    build_assets
    exec "$VENV/bin/python" -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "$QUICK" "$@"
}

part() { # $1: the part's name
    say ""
    say "── $1"
    case "$1" in
    lint) lint ;;
    types) "$VENV/bin/mypy" consult hatch_build.py ;;
    contract) "$VENV/bin/lint-imports" ;;
    unit) "$VENV/bin/python" -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "$QUICK" ;;
    browser) "$VENV/bin/python" -m pytest -m browser ;;
    services) services ;;
    durability) "$VENV/bin/python" -m pytest -m durability ;;
    *) stop "There is no part called $1. The parts: lint types contract unit browser services durability" ;;
    esac
}

lint() { # all three, so that one run tells everything
    clean=0
    "$VENV/bin/ruff" check . || clean=1
    "$VENV/bin/ruff" format --check . || clean=1
    "$VENV/bin/djlint" --lint --quiet templates || clean=1
    return $clean
}

services() { # the same tests on PostgreSQL, and those that need PostgreSQL or Redis by name
    CONSULT_TEST_DATABASE_URL=${CONSULT_TEST_DATABASE_URL:-postgresql+psycopg://postgres@127.0.0.1/postgres}
    CONSULT_TEST_REDIS_URL=${CONSULT_TEST_REDIS_URL:-redis://127.0.0.1:6379/15}
    export CONSULT_TEST_DATABASE_URL CONSULT_TEST_REDIS_URL
    "$VENV/bin/python" -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not browser and not durability"
}

check() {
    make_venv check
    build_assets
    [ $# -gt 0 ] || set -- lint types contract unit browser services durability
    failed=""
    for each in "$@"; do
        part "$each" || failed="$failed $each"
    done
    say ""
    [ -z "$failed" ] || stop "Not right yet:$failed"
    say "All is well: $*"
}

durability() { # $1: how many kills; on PostgreSQL too where CONSULT_TEST_DATABASE_URL names a server
    make_venv check
    build_assets
    exec "$VENV/bin/python" -m tests.durability.ordeal --kills "${1:-60}"
}

security() { # ends with 1 when anything fails, a package that could not be looked up too
    make_venv check
    build_assets
    exec "$VENV/bin/python" -m tests.security.report
}

bench() {
    make_venv test
    build_assets
    exec "$VENV/bin/python" benchmarks/web.py "$@"
}

command=${1:-}
[ $# -eq 0 ] || shift
case "$command" in
demo) demo "$@" ;;
test) run_tests "$@" ;;
check) check "$@" ;;
durability) durability "$@" ;;
security) security ;;
bench) bench "$@" ;;
assets) make_venv test && build_assets ;;
fresh) rm -rf "$DEMO" && say "The demo is gone." ;;
run) make_venv test && exec "$VENV/bin/consult" "$@" ;;
'' | help | -h | --help) usage ;;
*)
    usage >&2
    exit 2
    ;;
esac
