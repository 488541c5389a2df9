#!/usr/bin/env bash
# package.sh DIST: makes what is handed out, all from the same sources: a Debian
# package, an archive for other Linux systems, static programs without a window
# for cluster nodes and other systems, the third-party notices and an SBOM.
set -euo pipefail

mkdir -p "${1:?usage: package.sh DIST}"
dist=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
maintainer=${MAINTAINER:-The Lacuna authors <lacuna@localhost>}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Times in the packages are those of the sources: the same sources, the same bytes.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

# version prints that of FyneApp.toml; between releases with the commit, and
# sorted before the release.
version() {
  local release
  release=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
  if [ "$(git describe --tags --always --dirty)" = "v$release" ]; then
    echo "$release"
    return
  fi
  printf '%s~git%s.%s\n' "$release" "$(git log -1 --format=%cd --date=format:%Y%m%d)" "$(git describe --always --dirty=.changed --exclude '*')"
}

# build PROGRAM TARGET: without paths of this machine, and without symbols.
build() { make -s "$2" COMPILE='-trimpath -buildvcs=false' STRIP='-s -w' PROGRAM="$1" HEADLESS="$1" "${@:3}"; }

static() {
  local system=$1 processor=$2 ending=''
  [ "$system" = windows ] && ending=.exe
  GOOS=$system GOARCH=$processor build "$dist/lacuna-headless-$version-$system-$processor$ending" headless
}

# depends prints the packages whose libraries the program is linked with.
depends() {
  mkdir -p "$work/debian"
  printf 'Source: lacuna\nPackage: lacuna\nArchitecture: any\n' >"$work/debian/control"
  (cd "$work" && dpkg-shlibdeps -O "$1") | sed -n 's/^shlibs:Depends=//p'
}

# papers lays what a Debian package has to say about itself.
papers() {
  local root=$1 doc=$1/usr/share/doc/lacuna
  gzip -9n "$root"/usr/share/man/man1/*.1
  gzip -9n "$doc/THIRD-PARTY-NOTICES"
  gzip -9nc CHANGELOG.md >"$doc/NEWS.gz"
  printf 'lacuna (%s) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date -uR -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"
  printf '\nParts of this program are by others; see THIRD-PARTY-NOTICES.gz.\n' >>"$doc/copyright"
}

debian() {
  local root=$1 processor
  processor=$(dpkg --print-architecture)
  mkdir "$root/DEBIAN"
  cat >"$root/DEBIAN/control" <<END
Package: lacuna
Version: $version
Architecture: $processor
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f 1)
Depends: $(depends "$root/usr/bin/lacuna")
Recommends: libgl1-mesa-dri, libegl1
Suggests: pipewire-pulse | pulseaudio | libasound2t64 | libasound2
Section: science
Priority: optional
Description: workbench for missing modalities in multimodal data
 Shows which modalities of the records of a dataset are missing, fills the gaps
 by imputation or trains models that do without, and reports accuracy with its
 uncertainty for complete records, for incomplete ones and for every pattern.
 The same studies run in a window and on the command line.
END
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  dpkg-deb --root-owner-group -Zxz --build "$root" "$dist/lacuna_${version}_$processor.deb" >/dev/null
}

# archive packs the same tree for any Linux, under one folder.
archive() {
  tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --transform "s,^\./usr,lacuna-$version," -cJf "$dist/lacuna-$version-linux-$(go env GOARCH).tar.xz" ./usr
}

version=$(version)
echo "packaging lacuna $version into $dist"
rm -f "$dist"/*
build "$work/lacuna" install DESTDIR="$work/tree" PREFIX=/usr
cp "$work/tree/usr/share/doc/lacuna/THIRD-PARTY-NOTICES" "$dist/"
archive "$work/tree"
papers "$work/tree"
debian "$work/tree"
for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64; do
  static "${target%/*}" "${target#*/}"
done
# From the program itself: what is linked into it, and nothing else.
go tool -modfile=tools/go.mod cyclonedx-gomod bin -json -licenses -std -version "v$version" -output "$dist/lacuna-$version.cdx.json" "$work/lacuna"
install -m644 LICENSE "$dist/"
(cd "$dist" && sha256sum -- * >SHA256SUMS)
ls -l "$dist"
