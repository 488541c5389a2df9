//go:build unix

package nn

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has used: on a machine with
// other work it says more than the time on the wall.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
