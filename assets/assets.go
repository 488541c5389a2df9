// Package assets holds what is built into the program: its icon, its
// languages, and in package sample the sample dataset.
package assets

import "embed"

// Icon is the program's icon, a PNG of 512×512.
//
//go:embed icon/icon.png
var Icon []byte

// Languages holds folder lang: for each language a file or more, ROOM.es.json,
// of what stands in the source and how the language says it.
//
//go:embed lang
var Languages embed.FS
