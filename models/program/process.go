package program

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"lacuna/internal/job"
	"lacuna/internal/say"
)

// patience is how long a killed program may hold on to its output.
const patience = 5 * time.Second

// run runs the program for one phase, in its own folder, and waits. When ctx
// ends, it is killed with all that it has started.
func (m *Model) run(ctx context.Context, phase string, env job.Env) error {
	path, err := filepath.Abs(m.path)
	if err != nil {
		return say.Errorf("%s: %w", m.name, err)
	}
	cmd := exec.CommandContext(ctx, path, phase, m.folder)
	cmd.Dir, cmd.WaitDelay = filepath.Dir(path), patience
	leadGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd) }
	said := &listener{report: func(done, total int) { env.Emit(job.Progress{Phase: phase, Done: done, Total: total}) }}
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		said.listen(reader)
	}()
	err = cmd.Run()
	if err != nil && cmd.Process != nil {
		_ = killGroup(cmd) // what it left behind, if anything
	}
	_ = writer.Close() // of a pipe: never fails
	<-heard
	switch {
	case ctx.Err() != nil:
		return say.Errorf("%s: stopped: %w", m.name, ctx.Err())
	case errors.Is(err, exec.ErrWaitDelay):
		return nil // it went, though something that it started did not
	case err != nil:
		return say.Errorf("%s %s failed: %w%s", m.path, phase, err, said.tail())
	}
	return nil
}

// listener hears what a program says.
type listener struct {
	report func(done, total int)

	mu   sync.Mutex
	last []string
}

// lastLines is how many lines of output an error shows.
const lastLines = 12

// listen reads lines: "progress DONE TOTAL" is reported, the last of the others
// are remembered.
func (l *listener) listen(r io.Reader) {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" {
			l.hear(line)
		}
		if err != nil {
			return
		}
	}
}

func (l *listener) hear(line string) {
	if words := strings.Fields(line); len(words) == 3 && words[0] == "progress" {
		done, err := strconv.Atoi(words[1])
		total, err2 := strconv.Atoi(words[2])
		if err == nil && err2 == nil && done >= 0 && done <= total {
			l.report(done, total)
			return
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = append(l.last, line)
	l.last = l.last[max(0, len(l.last)-lastLines):]
}

// tail is what the program said last, below an error.
func (l *listener) tail() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.last) == 0 {
		return ""
	}
	return say.Form("; it said last:\n  %s", strings.Join(l.last, "\n  "))
}
