package away

import "syscall"

// alone lets a program go on when the console or the window that started it is
// closed: detached, and in a group of its own.
func alone() *syscall.SysProcAttr {
	const detached = 0x00000008
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | detached}
}
