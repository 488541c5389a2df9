#!/usr/bin/env bash
# shots.sh SHOTS DOCS: copies the pictures that the documents show from those of
# make shots. Pictures of the guide are built into the program, so they have few
# colours.
set -euo pipefail

shots=$1 docs=$2
mkdir -p "$docs/shots" "$docs/guide/pictures"
for look in 1280x800-light 1280x800-dark 1920x1080-light 1920x1080-dark; do
  cp "$shots/$look/window.png" "$docs/shots/$look.png"
done
cp "$shots/1280x800-light/window.png" "$docs/screenshot.png"

# guide PAGE SHOT [PART]: the picture of a page, the whole window or a part of it.
guide() { convert "$shots/1280x800-light/$2.png" -crop "${3:-1280x800+0+0}" +repage -strip +dither -colors 96 "PNG8:$docs/guide/pictures/$1.png"; }
guide first window
guide data pane-a
guide strata pane-d
guide protocol tab-compare 348x700+932+62
guide generation tab-impute 348x700+932+62
guide clusters run-on
