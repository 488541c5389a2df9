//go:build unix

package nntest

import (
	"syscall"
	"time"
)

// CPUTime is the processor time that this process has used: on a machine with
// other work it says more than the time on the wall.
func CPUTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
