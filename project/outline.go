package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
)

// plansFolder holds the outline of each comparison that was run. No job has such
// an id.
const plansFolder = ".plans"

// SaveOutline writes down what a comparison consists of, so that its results are
// found without its data. A program that runs another share may do so at the
// same moment. What another version had written down stays beside it: its runs
// have other ids.
func (s *Store) SaveOutline(spec experiment.Spec, o experiment.Outline) error {
	text, err := json.Marshal(o)
	if err != nil {
		return say.Errorf("outline: %w", err)
	}
	file := s.outline(spec, o.Hash)
	if old, err := s.files.ReadFile(file); err == nil && bytes.Equal(old, text) {
		return nil
	}
	err = s.files.MkdirAll(filepath.Dir(file))
	if err == nil {
		err = s.setAside(spec, o)
	}
	if err == nil {
		err = replace(s.files, file, text)
	}
	if err != nil {
		return &dataset.UserError{What: say.Form("results cannot be kept in %s", s.folder), Why: err.Error(), Try: say.Text("Make room there, or make the folder one that you may write to"), Err: err}
	}
	return nil
}

// Outline returns what was written down of a comparison of the data with that
// hash. The error wraps fs.ErrNotExist where nothing was, or not by this version.
func (s *Store) Outline(spec experiment.Spec, data string) (experiment.Outline, error) {
	return s.readOutline(s.outline(spec, data), data)
}

func (s *Store) readOutline(file, data string) (experiment.Outline, error) {
	var o experiment.Outline
	text, err := s.files.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return o, fmt.Errorf("%s: %w", file, err)
	case err != nil:
		return o, say.Errorf("outline: %w", err)
	case o.Hash != data || slices.ContainsFunc(o.Jobs, func(j experiment.OutlinedJob) bool { return !safe(j) }):
		return o, say.Errorf("%s is not as it was written", file)
	}
	return o, nil
}

// setAside keeps the outline of another version that is about to be replaced.
func (s *Store) setAside(spec experiment.Spec, now experiment.Outline) error {
	old, err := s.Outline(spec, now.Hash)
	if err != nil || old.Version == now.Version {
		return nil // nothing there, or nothing that could be read
	}
	text, err := json.Marshal(old)
	if err != nil {
		return err
	}
	return replace(s.files, ofVersion(s.outline(spec, now.Hash), old.Version), text)
}

// ofVersion is the file of an outline that a newer version has replaced.
func ofVersion(file string, version int) string {
	return fmt.Sprintf("%s-v%d.json", strings.TrimSuffix(file, ".json"), version)
}

// Earlier returns the outlines that earlier versions wrote down of a comparison of
// the data with that hash, the newest first.
func (s *Store) Earlier(spec experiment.Spec, data string) []experiment.Outline {
	var list []experiment.Outline
	if o, err := s.Outline(spec, data); err == nil && o.Version < experiment.Version {
		list = append(list, o)
	}
	for version := experiment.Version - 1; version > 0; version-- {
		if o, err := s.readOutline(ofVersion(s.outline(spec, data), version), data); err == nil {
			list = append(list, o)
		}
	}
	return list
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
