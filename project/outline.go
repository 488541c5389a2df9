package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment"
)

// plansFolder holds the outline of each comparison that was run. No job has such
// an id.
const plansFolder = ".plans"

// SaveOutline writes down what a comparison consists of, so that its results are
// found without its data. A program that runs another share may do so at the
// same moment.
func (s *Store) SaveOutline(spec experiment.Spec, o experiment.Outline) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("outline: %w", err)
	}
	file := s.outline(spec, o.Hash)
	if old, err := s.files.ReadFile(file); err == nil && bytes.Equal(old, text) {
		return nil
	}
	err = s.files.MkdirAll(filepath.Dir(file))
	if err == nil {
		err = replace(s.files, file, text)
	}
	if err != nil {
		return &dataset.UserError{What: "results cannot be kept in " + s.folder, Why: err.Error(), Try: "Make room there, or make the folder one that you may write to", Err: err}
	}
	return nil
}

// Outline returns what was written down of a comparison of the data with that
// hash. The error wraps fs.ErrNotExist where nothing was, or not by this version.
func (s *Store) Outline(spec experiment.Spec, data string) (experiment.Outline, error) {
	var o experiment.Outline
	file := s.outline(spec, data)
	text, err := s.files.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return o, fmt.Errorf("%s: %w", file, err)
	case err != nil:
		return o, fmt.Errorf("outline: %w", err)
	case o.Hash != data || slices.ContainsFunc(o.Jobs, func(j experiment.OutlinedJob) bool { return !safe(j) }):
		return o, fmt.Errorf("%s is not as it was written", file)
	}
	return o, nil
}

// safe says whether all ids of a job are such: they become names of folders.
func safe(j experiment.OutlinedJob) bool {
	for _, id := range append([]string{j.ID}, j.Also...) {
		if len(id) != idLength || bytes.ContainsFunc([]byte(id), func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') }) {
			return false
		}
	}
	return true
}

// idLength is that of a SHA-256 in hexadecimal.
const idLength = 64

// outline is the file of a comparison: what it asks and of which data.
func (s *Store) outline(spec experiment.Spec, data string) string {
	text, err := json.Marshal(spec)
	if err != nil { // plain numbers and strings always encode, NaN aside, which no plan has
		text = []byte(fmt.Sprintf("%+v", spec))
	}
	return filepath.Join(s.folder, plansFolder, checksum(append(text, data...))[:32]+".json")
}
