package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"lacuna/internal/say"
)

// Open reads a project file. A file of a newer schema is a *NewerError. Fields
// beside ours are kept; one within them that this version does not know is an
// error, since saving would lose it.
func Open(file string) (*Project, error) { return open(disk{}, file) }

// Save writes a project file whole or not at all: after a crash or a full disk
// the old file is still there.
func Save(file string, p *Project) error { return save(disk{}, file, p) }

func open(files fileSystem, file string) (*Project, error) {
	data, err := files.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(file, err)
	}
	if err != nil {
		return nil, say.Errorf("project: %w", err)
	}
	return decode(file, data)
}

func decode(file string, data []byte) (*Project, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // which some editors put before a text
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, packed(file)
	}
	if !utf8.Valid(data) { // else what is none would become another sign, unseen
		return nil, damaged(file, say.Form("line %d is no text in UTF-8", invalidLine(data)), nil)
	}
	var head struct {
		Schema *int `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, damaged(file, plain(data, err), err)
	}
	switch {
	case head.Schema == nil:
		return nil, damaged(file, say.Text("it has no schema number"), nil)
	case *head.Schema > Schema:
		return nil, &NewerError{File: file, Schema: *head.Schema}
	case *head.Schema < 1:
		return nil, damaged(file, say.Form("its schema number is %d; the first is 1", *head.Schema), nil)
	}
	current, err := migrate(data, *head.Schema)
	if err != nil {
		return nil, damaged(file, plain(data, err), err)
	}
	p := &Project{}
	known, err := p.takeOthers(current)
	if err != nil {
		return nil, damaged(file, plain(current, err), err)
	}
	decoder := json.NewDecoder(bytes.NewReader(known))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(p); err != nil {
		return nil, damaged(file, plain(known, err), err)
	}
	p.Schema = Schema
	return p, nil
}

// invalidLine is the first line, from 1, with bytes that are no UTF-8.
func invalidLine(data []byte) int {
	line := 1
	for text := range bytes.Lines(data) {
		if !utf8.Valid(text) {
			break
		}
		line++
	}
	return line
}

// takeOthers keeps the fields that are none of ours, and returns the text of
// those that are: the whole of it where there are no others, so that errors name
// the line.
func (p *Project) takeOthers(text []byte) ([]byte, error) {
	var all fields
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	for name := range all {
		if slices.Contains(ours, name) {
			continue
		}
		value, err := tree(all[name])
		if err != nil {
			return nil, err
		}
		if p.Others == nil {
			p.Others = map[string]any{}
		}
		p.Others[name] = value
		delete(all, name)
	}
	if p.Others == nil {
		return text, nil
	}
	return json.Marshal(all)
}

// ours are the names of the fields of a project file.
var ours = func() []string {
	var names []string
	for field := range reflect.TypeFor[Project]().Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}()

// plain says where in the file the JSON is broken.
func plain(data []byte, err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return say.Form("line %d: %v", line, err)
	}
	return err.Error()
}

// encode writes a project with sorted keys, one value per line.
func encode(p *Project) ([]byte, error) {
	out := *p
	out.Schema = Schema
	text, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	if len(p.Others) == 0 {
		return sortKeys(text)
	}
	all := map[string]any{}
	known, err := tree(text)
	if err != nil {
		return nil, err
	}
	maps.Copy(all, p.Others)
	maps.Copy(all, known.(map[string]any)) // ours go before others of the same name
	return indented(all)
}

// sortKeys rewrites JSON with the keys of every object in order.
func sortKeys(text []byte) ([]byte, error) {
	all, err := tree(text)
	if err != nil {
		return nil, err
	}
	return indented(all)
}

// tree reads JSON of any form. Numbers keep their digits: a seed has more than a
// float can hold.
func tree(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var all any
	err := decoder.Decode(&all)
	return all, err
}

func indented(all any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(all)
	return out.Bytes(), err
}

func save(files fileSystem, file string, p *Project) error {
	text, err := encode(p)
	if err != nil {
		return say.Errorf("project %s: %w", file, err)
	}
	if err := replace(files, file, text); err != nil {
		return say.Errorf("project %s could not be saved: %w", file, err)
	}
	return nil
}

// replace writes beside the file, then moves over it, so that at every moment
// the old or the new file is there, whole. It keeps its rights, and where its
// name is a symbolic link, the file at the end of that is replaced. One that may
// not be written is not replaced either.
func replace(files fileSystem, name string, data []byte) error {
	file, rights, err := files.Target(name)
	if err != nil {
		return err
	}
	if rights&0o222 == 0 {
		return say.Errorf("%s may not be written: %w", file, fs.ErrPermission)
	}
	folder := filepath.Dir(file)
	temp, err := files.TempDir(folder, ".lacuna-*")
	if err != nil {
		return err
	}
	defer func() { _ = files.RemoveAll(temp) }() // a leftover is harmless
	fresh := filepath.Join(temp, filepath.Base(file))
	if err := files.WriteFile(fresh, data, rights); err != nil {
		return err
	}
	if err := files.Replace(fresh, file); err != nil {
		return err
	}
	return files.SyncDir(folder)
}
