#!/usr/bin/env bash
# notices.sh: writes the licences of everything that is linked into the program,
# with a window or without, on any system that it is built for: Go itself and each
# module, with all that it says about licences, fonts and C sources inside it too.
# A module that says nothing is an error.
set -euo pipefail

# modules prints path, version and folder of the modules that the packages of one build are from.
modules() {
  go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' "$@" .
}

# legal prints the files of a folder in which licences are told, its own first.
legal() {
  find "$1" -type f -not -path '*/testdata/*' -not -name '*.go' \
    \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'patents*' -o -iname 'copyright*' -o -iname 'ofl*' -o -path '*/licenses/*' \) |
    awk '{ print gsub("/", "/"), $0 }' | sort -k1,1n -k2 | cut -d ' ' -f 2-
}

# entry prints name and version, and the licences in the folder.
entry() {
  local name=$1 version=$2 folder=$3 file files
  mapfile -t files < <(legal "$folder")
  if [ ${#files[@]} = 0 ]; then
    echo "notices: $name $version says nothing about its licence" >&2
    exit 1
  fi
  printf '%s\n%s %s\n' "$rule" "$name" "$version"
  for file in "${files[@]}"; do
    printf '%s\n%s\n\n' "$rule" "${file#"$folder"/}"
    sed 's/\r$//; s/[[:space:]]*$//' "$file"
    echo
  done
}

rule=$(printf '=%.0s' {1..80})
echo 'Lacuna is made with the work of others. What they say about it:'
echo
go_root=$(go env GOROOT)
printf '%s\nGo %s\n%s\n\n' "$rule" "$(go env GOVERSION)" "$rule"
cat "$go_root/LICENSE"
{
  modules -tags migrated_fynedo,no_emoji
  for system in linux darwin windows; do
    CGO_ENABLED=0 GOOS=$system modules -tags headless
  done
} | sort -u | while read -r name version folder; do
  entry "$name" "$version" "$folder"
done
