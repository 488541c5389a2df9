package project

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// stateFolder holds a file for each job that was begun and has no result yet. No
// job has such an id.
const stateFolder = ".state"

// State is what is known of a job that has no result.
type State string

// The states.
const (
	Waiting State = "missing" // not begun, or begun by a program that is no more
	Running State = "running"
	Failed  State = "failed"
)

// begun is the content of a file of the state folder. It is for people: a lost
// or a false one changes no result.
type begun struct {
	State State  `json:"state"`
	PID   int    `json:"pid"`
	Host  string `json:"host"`
	Error string `json:"error,omitempty"`
}

// Note writes down that this process has begun a job or that it has failed, with
// the reason, or that there is nothing to say of it any more (Waiting).
func (s *Store) Note(id string, state State, reason string) {
	file := filepath.Join(s.folder, stateFolder, id)
	if state == Waiting {
		_ = os.Remove(file)
		return
	}
	text, err := json.Marshal(begun{state, os.Getpid(), hostName(), reason})
	if err != nil {
		return
	}
	if err := os.WriteFile(file, text, newFile); errors.Is(err, fs.ErrNotExist) {
		if s.files.MkdirAll(filepath.Dir(file)) == nil {
			_ = os.WriteFile(file, text, newFile)
		}
	}
}

// State returns what is known of a job without a result: why it failed, or on
// which machine it runs.
func (s *Store) State(id string) (State, string) {
	text, err := s.files.ReadFile(filepath.Join(s.folder, stateFolder, id))
	var b begun
	if err != nil || json.Unmarshal(text, &b) != nil {
		return Waiting, ""
	}
	switch {
	case b.State == Failed:
		return Failed, b.Error
	case b.State == Running && (b.Host != hostName() || alive(b.PID)):
		return Running, b.Host
	}
	return Waiting, ""
}
