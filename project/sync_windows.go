package project

import "os"

// Windows refuses to flush a folder and writes names through by itself.
func syncFolder(*os.File) error { return nil }
