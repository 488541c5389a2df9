#!/usr/bin/env bash
# run.sh PROGRAM: shows the sample in the window where there is a display, and
# otherwise runs its study here, with the results under out/.
set -euo pipefail

program=$1
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; then
  exec "$program" --sample
fi
echo 'No display here: running the sample study; charts and report go to out/.'
exec "$program" sample --study -o out
