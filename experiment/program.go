package experiment

import (
	"maps"
	"slices"

	"lacuna/internal/say"
	"lacuna/models/program"
)

// programHash is the setting that pins the file of a program.
const programHash = "sha256"

// Pin writes the SHA-256 of their files into those methods that are programs,
// unless it is there: a comparison is made with the program as it is now.
func Pin(methods []Method) ([]Method, error) {
	out := slices.Clone(methods)
	for i, m := range out {
		if !program.Is(m.Name) || m.Settings[programHash] != "" {
			continue
		}
		hash, err := program.Hash(m.Name)
		if err != nil {
			return nil, err
		}
		out[i].Settings = maps.Clone(m.Settings)
		if out[i].Settings == nil {
			out[i].Settings = map[string]string{}
		}
		out[i].Settings[programHash] = hash
	}
	return out, nil
}

// IsProgram says whether a method is a program of somebody's own.
func IsProgram(m Method) bool { return program.Is(m.Name) }

// parseProgram makes the pipeline of a program.
func parseProgram(m Method) (Pipeline, error) {
	for key := range m.Settings {
		if key != programHash {
			return Pipeline{}, say.Errorf("method %s: no setting %q; a program has its settings in its own file", m.Name, key)
		}
	}
	hash := m.Settings[programHash]
	return Pipeline{Model: program.Info(m.Name, hash), Settings: map[string]string{programHash: hash}}, nil
}

// allowed reports a program that nobody has asked for in this call: a project
// file alone must not start one.
func (r Runner) allowed(j Job) error {
	if r.Programs || !IsProgram(j.Method) {
		return nil
	}
	return say.Errorf("%s is a program on this computer, and is started only where that is asked for: lacuna run STUDY --programs", j.Label)
}

// close frees what a model holds beside memory.
func (t *trial) close() {
	if len(t.models) == 0 {
		return
	}
	if c, ok := t.models[0].(interface{ Close() error }); ok {
		_ = c.Close() // a temporary folder that stays is harmless
	}
}
