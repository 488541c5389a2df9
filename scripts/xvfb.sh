#!/usr/bin/env bash
# xvfb.sh COMMAND [ARGUMENT…]: runs a command on a screen of its own, with a
# window manager, fixed theme, scale and language, and an empty home folder, so
# that a window looks and behaves the same everywhere. Stops what it started,
# and nothing else. The size is XVFB_SCREEN, 2000x1200x24 unless set.
set -euo pipefail

[ $# -gt 0 ] || { echo 'usage: xvfb.sh COMMAND [ARGUMENT…]' >&2; exit 2; }

# Go's caches stay where they are while HOME moves: another cache would mean
# minutes of compiling.
for name in GOPATH GOCACHE GOMODCACHE GOENV; do
  value=$(go env "$name" 2>/dev/null) && [ -n "$value" ] && export "$name=$value"
done

nest=$(mktemp -d)
screen='' manager=''
finish() {
  for pid in $manager $screen; do
    kill "$pid" 2>/dev/null || continue # it has ended by itself
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$nest"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -m 700 "$nest/home" "$nest/run"
mkfifo "$nest/display"
Xvfb -displayfd 3 -screen 0 "${XVFB_SCREEN:-2000x1200x24}" -nolisten tcp 3>"$nest/display" >"$nest/log" 2>&1 &
screen=$!
if ! read -r -t 30 number <"$nest/display"; then
  echo 'xvfb.sh: Xvfb did not start:' >&2
  cat "$nest/log" >&2
  exit 1
fi

unset WAYLAND_DISPLAY LC_ALL XAUTHORITY XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME
export DISPLAY=":$number" XDG_SESSION_TYPE=x11 GDK_BACKEND=x11
export HOME="$nest/home" XDG_RUNTIME_DIR="$nest/run"
export LANG=en_US.UTF-8 NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory
export FYNE_THEME="${FYNE_THEME:-light}" FYNE_SCALE="${FYNE_SCALE:-1}"

openbox >>"$nest/log" 2>&1 &
manager=$!
# Windows are activated by the manager: without it every click would fail.
ready=''
for _ in $(seq 600); do
  xprop -root _NET_SUPPORTED 2>/dev/null | grep -q _NET_ACTIVE_WINDOW && { ready=yes; break; }
  sleep 0.05
done
[ -n "$ready" ] || { echo 'xvfb.sh: the window manager did not start:' >&2; cat "$nest/log" >&2; exit 1; }

"$@"
