//go:build !unix

package nntest

import "time"

// CPUTime is not known here.
func CPUTime() time.Duration { return 0 }
