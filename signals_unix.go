//go:build !windows

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// notifySoon asks for the signal that a job's time is nearly over.
func notifySoon(c chan<- os.Signal) { signal.Notify(c, syscall.SIGUSR1) }
