//go:build !windows

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// ending are the signals to end. SGE and LSF send SIGUSR2 before they kill a task.
var ending = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGUSR2}

// notifySoon asks for the signal that a job's time is nearly over.
func notifySoon(c chan<- os.Signal) { signal.Notify(c, syscall.SIGUSR1) }
