//go:build !windows

package program

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"lacuna/internal/job"
)

// Stopping kills the program and its children: the pipe that a child writes to
// for an hour ends.
func TestStopKillsChildren(t *testing.T) {
	m := shell(t, "mkfifo $2/pipe\nsleep 3600 > $2/pipe &\necho progress 0 1\nwait\n")
	train, validation, _ := scene(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	err := m.Fit(ctx, train, validation, job.Env{Report: func(job.Event) {
		go func() {
			pipe, err := os.Open(filepath.Join(m.folder, "pipe")) // waits for the child to write
			stop()
			if err == nil {
				_, err = io.Copy(io.Discard, pipe)
			}
			ended <- err
		}()
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
