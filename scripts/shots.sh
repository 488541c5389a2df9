#!/usr/bin/env bash
# shots.sh PROGRAM FOLDER: pictures of the real window after the sample's
# comparison, at both sizes and in both themes. Run it under xvfb.sh.
# The program says in its event log when it has nothing left to do.
set -euo pipefail

program=$1 folder=$2
mkdir -p "$folder"
log=$(mktemp)
window=''
finish() {
  [ -z "$window" ] || kill "$window" 2>/dev/null || true
  rm -f "$log"
}
trap finish EXIT

# picture FILE ARGUMENT…: starts the window, waits until it is idle, and pictures it.
picture() {
  local file=$1
  shift
  : >"$log"
  "$program" --events "$log" "$@" &
  window=$!
  for _ in $(seq 1200); do
    grep -q '"event":"idle"' "$log" && break
    kill -0 "$window" || { echo "shots.sh: the window has ended" >&2; exit 1; }
    sleep 0.1
  done
  grep -q '"event":"idle"' "$log" || { echo "shots.sh: the window did not come to rest" >&2; exit 1; }
  import -window "$(xdotool search --pid "$window" --name Lacuna | tail -1)" "$file"
  kill "$window"
  wait "$window" || true
  window=''
  echo "$file"
}

for size in 1280x800 1920x1080; do
  for theme in light dark; do
    FYNE_THEME=$theme picture "$folder/$size-$theme.png" --sample --compare --size "$size" --theme "$theme"
  done
done
