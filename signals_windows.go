package main

import (
	"os"
	"syscall"
)

// ending are the signals to end.
var ending = []os.Signal{os.Interrupt, syscall.SIGTERM}

// notifySoon does nothing: Windows has no such signal.
func notifySoon(chan<- os.Signal) {}
