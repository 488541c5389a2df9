// Package assets holds what is built into the program: its icon, and in
// package sample the sample dataset.
package assets

import _ "embed"

// Icon is the program's icon, a PNG of 512×512.
//
//go:embed icon/icon.png
var Icon []byte
