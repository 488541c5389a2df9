package main

import "os"

// notifySoon does nothing: Windows has no such signal.
func notifySoon(chan<- os.Signal) {}
