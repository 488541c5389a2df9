//go:build !windows

package project

import "os"

func syncFolder(d *os.File) error { return d.Sync() }
