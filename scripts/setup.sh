#!/usr/bin/env bash
# setup.sh build|test|package: sees to it that this system has the packages that
# Lacuna is built with, or also those that its tests drive a real window with, or
# those that packages are made and tried with. Installs on Debian and Ubuntu what is missing; elsewhere says what to install. Quick,
# silent and offline when nothing is missing.
set -euo pipefail

purpose=${1:?usage: setup.sh build|test|package}

# What the C parts need: OpenGL and X11 for the window, GTK for native dialogs
# (libgtk-3-dev brings the remaining X11, Wayland and XKB headers).
debian=(gcc libc6-dev pkg-config libgl-dev libxxf86vm-dev libgtk-3-dev ca-certificates)
fedora=(gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel libxkbcommon-devel wayland-devel gtk3-devel)
arch=(gcc pkgconf libglvnd mesa libx11 libxcursor libxrandr libxinerama libxi libxxf86vm libxkbcommon wayland gtk3)
headers=(gl x11 xcursor xrandr xinerama xi xxf86vm xkbcommon wayland-client gtk+-3.0)
programs=(gcc pkg-config)
if [ "$purpose" = test ]; then
  debian+=(xvfb libgl1-mesa-dri openbox xdotool x11-utils imagemagick shellcheck)
  fedora+=(xorg-x11-server-Xvfb mesa-dri-drivers openbox xdotool xprop xwininfo ImageMagick ShellCheck)
  arch+=(xorg-server-xvfb openbox xdotool xorg-xprop xorg-xwininfo imagemagick shellcheck)
  programs+=(Xvfb openbox xdotool xprop xwininfo import shellcheck)
fi
if [ "$purpose" = package ]; then
  debian+=(dpkg-dev xz-utils lintian desktop-file-utils appstream man-db qemu-user)
  programs+=(dpkg-shlibdeps dpkg-deb xz lintian desktop-file-validate appstreamcli man qemu-aarch64)
fi

say() { printf 'setup: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# absent prints those of the given Debian packages that are not installed.
absent() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^.i. //p' || true)
  for package in "$@"; do
    grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# agreed returns when the given Debian packages may be installed: at once as
# root, and otherwise after a yes to sudo.
agreed() {
  [ "$(id -u)" = 0 ] && return
  if ! have sudo; then
    say "root is needed to install them and there is no sudo here. As root, run:"
    say "  apt-get install $*"
    exit 1
  fi
  if [ ! -t 0 ]; then
    say "root is needed to install them and there is nobody to ask. Run:"
    say "  sudo apt-get install $*"
    exit 1
  fi
  local answer
  read -r -p 'setup: install them now with sudo? [y/N] ' answer
  case "$answer" in
    y | Y | yes) ;;
    *)
      say "nothing was installed. Install the packages yourself and run make again:"
      say "  sudo apt-get install $*"
      exit 1
      ;;
  esac
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_debian() {
  local missing
  mapfile -t missing < <(absent "${debian[@]}")
  [ ${#missing[@]} = 0 ] && return
  say "these packages are missing: ${missing[*]}"
  agreed "${missing[@]}"
  local get=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 -o APT::Install-Recommends=false)
  local lists=(/var/lib/apt/lists/*Packages*)
  if [ ! -e "${lists[0]}" ] || ! as_root "${get[@]}" install "${missing[@]}"; then
    say "refreshing the list of packages"
    as_root "${get[@]}" update
    as_root "${get[@]}" install "${missing[@]}"
  fi
}

# complete reports whether programs and headers are there, whatever put them there.
complete() {
  local program
  for program in "${programs[@]}"; do
    have "$program" || return 1
  done
  pkg-config --exists "${headers[@]}"
}

advise() {
  complete && return
  say "some packages are missing. Install them and run make again:"
  case "$1" in
    *fedora* | *rhel*) say "  sudo dnf install ${fedora[*]}" ;;
    *arch*) say "  sudo pacman -S --needed ${arch[*]}" ;;
    *) say "  a C compiler, pkg-config and the development files of: ${headers[*]}"
       [ "$purpose" = test ] && say "  and the programs ${programs[*]}" ;;
  esac
  exit 1
}

advise_mac() {
  if ! xcode-select -p >/dev/null 2>&1; then
    say "the command line tools are missing. Run: xcode-select --install"
    exit 1
  fi
  if [ "$purpose" = test ]; then
    say "the tests drive a window under Xvfb, which is not for macOS. Run: make format house vet unit"
    exit 1
  fi
}

if ! have go; then
  say "Go is missing. Install Go 1.26 or newer (see go.dev) and run make again."
  exit 1
fi
case "$(uname -s)" in
  Linux)
    # shellcheck source=/dev/null
    system=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${ID_LIKE:-}")
    case "$system" in
      *debian* | *ubuntu*) install_debian ;;
      *) advise "$system" ;;
    esac
    ;;
  Darwin) advise_mac ;;
  *) say "no advice for this system; a C compiler is needed" ;;
esac
