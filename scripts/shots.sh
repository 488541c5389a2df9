#!/usr/bin/env bash
# shots.sh PROGRAM FOLDER: pictures of the real window after the sample's
# comparison, at both sizes and in both themes. Run it under xvfb.sh.
set -euo pipefail

program=$1 folder=$2
mkdir -p "$folder"
for size in 1280x800 1920x1080; do
  for theme in light dark; do
    picture=$folder/$size-$theme.png
    FYNE_THEME=$theme "$program" --sample --compare --shot "$picture" --size "$size" --theme "$theme"
    [ -s "$picture" ] || { echo "shots.sh: $picture was not written" >&2; exit 1; }
    echo "$picture"
  done
done
