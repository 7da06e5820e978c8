#!/bin/sh
# Bring .venv to what a lock file says:  sh requirements/install.sh run|test|uv
#   run   what the desk needs to run        test  what its checks and tests need as well
#   uv    only the installer itself, for `make lock`
# Nothing is done when nothing changed. All talk goes to stderr, so that a program's own output stays clean.
# PY names the Python to use; INSTALLER=pip does without uv.
set -eu
cd "$(dirname "$0")/.."
exec 1>&2
what=$1
UV=.uv/bin/uv
VPY=.venv/bin/python
export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE="${UV_LINK_MODE:-copy}" UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { echo "setup: $*"; }
fail() { say "$*"; exit 1; }

suits() { # a Python of 3.11 or later that can make virtual environments
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

choose_python() {
  for candidate in ${PY:-python3 python3.13 python3.12 python3.11}; do
    if suits "$candidate"; then PY=$candidate; return; fi
  done
  found=$("${PY:-python3}" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) ||
    fail "no Python found as '${PY:-python3}'. Frontdesk needs Python 3.11 or later: install it, or name it: make PY=/path/to/python3.12 ..."
  if "${PY:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    fail "Python $found cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"
  fi
  fail "Python $found is too old: Frontdesk needs 3.11 or later. Install one, or name it: make PY=/path/to/python3.12 ..."
}

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo none; }

wanted_lock() { # what was once set up for tests stays so
  if [ "$what" = test ] || [ -f .venv/test.lock ]; then echo test; else echo run; fi
}

is_done() {
  case $what in
    uv) [ -x $UV ] && cmp -s requirements/uv.lock .uv/uv.lock ;;
    *) lock=$(wanted_lock)
       cmp -s "requirements/$lock.lock" ".venv/$lock.lock" && [ "$(version_of $VPY)" != none ] &&
         { [ -z "${PY:-}" ] || [ "$(version_of "$PY")" = "$(version_of $VPY)" ]; } ;;
  esac
}

have_uv() {
  [ "${INSTALLER:-}" != pip ] || return 1
  if [ -x $UV ] && cmp -s requirements/uv.lock .uv/uv.lock && $UV --version >/dev/null 2>&1; then return 0; fi
  rm -rf .uv
  "$PY" -m venv .uv &&
    .uv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.lock 2>.uv/said &&
    cp requirements/uv.lock .uv/uv.lock
}

make_venv() {
  have=$(version_of $VPY)
  if [ "$have" = none ] || { [ "$asked" = yes ] && [ "$have" != "$(version_of "$PY")" ]; }; then
    rm -rf .venv
    say "making .venv with Python $(version_of "$PY")"
    "$PY" -m venv --without-pip .venv
  fi
}

install() {
  lock=$(wanted_lock)
  make_venv
  rm -f .venv/*.lock
  say "installing requirements/$lock.lock (once; a minute or less)"
  if have_uv && $UV pip sync --quiet --compile-bytecode --python $VPY --require-hashes "requirements/$lock.lock"; then :
  else
    say "without uv: pip takes some minutes"
    $VPY -m ensurepip --default-pip >/dev/null
    $VPY -m pip install --quiet --require-hashes -r "requirements/$lock.lock" ||
      fail "the packages could not be installed; what pip said stands above. Is the package index reachable?"
  fi
  cp requirements/run.lock .venv/run.lock
  [ "$lock" = run ] || cp requirements/test.lock .venv/test.lock
  say "done"
}

locked() { # one set-up at a time: `make run` and `make chat` may start together
  if command -v flock >/dev/null 2>&1; then
    exec 9>.setup.lock
    flock -n 9 || { say "waiting for another set-up"; flock 9; }
    return
  fi
  until mkdir .setup.lock.d 2>/dev/null; do
    owner=$(cat .setup.lock.d/pid 2>/dev/null || echo)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf .setup.lock.d; continue; fi
    sleep 1
  done
  echo $$ >.setup.lock.d/pid
  trap 'rm -rf .setup.lock.d' EXIT
  trap 'exit 130' INT TERM
}

if is_done; then exit 0; fi
locked
if is_done; then exit 0; fi
asked=${PY:+yes}
choose_python
if [ "$what" = uv ]; then
  have_uv || { cat .uv/said 2>/dev/null; fail "uv could not be installed"; }
else
  install
fi
