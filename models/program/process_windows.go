package program

import (
	"os/exec"
	"strconv"
)

func leadGroup(*exec.Cmd) {}

// killGroup kills the program and all that it has started.
func killGroup(cmd *exec.Cmd) error {
	return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
}
