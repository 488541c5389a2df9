#!/usr/bin/env bash
# package-check.sh DIST: tries what package.sh made: the Debian package is sound,
# can be installed, and runs a study; so does the program for another processor.
set -euo pipefail

dist=$(cd "${1:?usage: package-check.sh DIST}" && pwd)
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/system
deb=$(echo "$dist"/lacuna_*.deb)

step() { printf -- '-- %s\n' "$*"; }

# study runs the program given on data of its own and looks at what comes out.
study() {
  local folder
  folder=$(mktemp -d -p "$work")
  "$@" --version
  "$@" gallery pattern-tells -o "$folder/lesson" >/dev/null
  "$@" compare "$folder"/lesson/data --method mean+logistic -o "$folder/s.lacuna" >/dev/null 2>&1
  "$@" results "$folder/s.lacuna" | grep -o '^mean+logistic has [^(]*'
}

step 'sums'
(cd "$dist" && sha256sum --quiet -c SHA256SUMS)

step 'the Debian package is as Debian wants it'
lintian --fail-on error --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog "$deb"
desktop-file-validate assets/linux/*.desktop
appstreamcli validate --no-net assets/linux/*.metainfo.xml

step 'what it depends on is to be had'
apt-get -s install "$deb" >/dev/null

step 'it installs, and runs a study'
mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/triggers"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
dpkg --root="$root" --log="$work/log" --force-not-root --force-depends -i "$deb"
study "$root/usr/bin/lacuna"
man --warnings -l "$root/usr/share/man/man1/lacuna-compare.1.gz" >/dev/null

step 'the archive runs'
mkdir "$work/archive"
tar -C "$work/archive" -xf "$dist"/lacuna-*-linux-*.tar.xz
"$(echo "$work"/archive/lacuna-*/bin/lacuna)" --version

step 'static programs'
for program in "$dist"/lacuna-headless-*; do
  go version -m "$program" | awk -v name="${program##*/}" -F '[\t=]' '/CGO_ENABLED|GOOS|GOARCH/ { all = all " " $NF } END { print name ":" all }'
done
study "$(echo "$dist"/lacuna-headless-*-linux-amd64)"

step 'another processor'
study qemu-aarch64 "$(echo "$dist"/lacuna-headless-*-linux-arm64)"
