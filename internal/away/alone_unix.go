//go:build !windows

package away

import "syscall"

// alone lets a program go on when the terminal or the window that started it is
// closed.
func alone() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
