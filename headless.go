//go:build headless

package main

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/cli"
)

// openWindow says that this binary, made for cluster nodes, has no window.
func openWindow(context.Context, cli.WindowRequest) error {
	return &dataset.UserError{
		What: "this lacuna was built without a window",
		Why:  "it is the static binary for machines without a screen",
		Try:  "Use a command (lacuna --help lists them), or build with: make build",
	}
}
