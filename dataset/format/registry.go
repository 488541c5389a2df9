package format

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
)

// reader knows one layout of data.
type reader struct {
	name   string
	claims func(p *place) string // why this place is of its layout, or ""
	read   func(ctx context.Context, p *place) (*dataset.Dataset, error)
}

// readers in the order of recognition: the first that claims a place reads it.
func readers() []reader { return []reader{mediaFolders, wideCSV, folderCSV, manifest} }

// choose finds the reader with the given name or, with an empty name, the
// first that claims the place; the others that would have are noted.
func choose(p *place, name string) (reader, error) {
	p.openTables()
	all := readers()
	if name != "" {
		i := slices.IndexFunc(all, func(r reader) bool { return r.name == name })
		if i < 0 {
			return reader{}, &dataset.UserError{What: fmt.Sprintf("no reader is called %q", name), Why: "there are " + strings.Join(readerNames(all), ", "), Try: "Choose one of them, or none to recognise the data."}
		}
		return all[i], nil
	}
	var claimed []reader
	for _, r := range all {
		if r.claims(p) != "" {
			claimed = append(claimed, r)
		}
	}
	if len(claimed) == 0 {
		return reader{}, unrecognised(p)
	}
	if len(claimed) > 1 {
		p.notes = append(p.notes, dataset.Problem{File: cmp.Or(p.file, p.name),
			What: fmt.Sprintf("it can be read as %s", strings.Join(readerNames(claimed), " or ")),
			Done: fmt.Sprintf("read as %s: %s", claimed[0].name, claimed[0].claims(p))})
	}
	return claimed[0], nil
}

func readerNames(list []reader) []string {
	var names []string
	for _, r := range list {
		names = append(names, r.name)
	}
	return names
}

// unrecognised says why nothing could be made of a place.
func unrecognised(p *place) error {
	const try = "Open a folder with one CSV per modality that share an id column, a manifest with paths to media, one folder of media per modality, or one wide CSV."
	if err := p.firstError(); err != nil {
		return err
	}
	if p.file != "" {
		return &dataset.UserError{What: p.file + " is no dataset", Why: "it is no table", Try: try}
	}
	if len(p.entry) == 0 {
		return &dataset.UserError{What: "the folder " + p.name + " is empty", Try: try}
	}
	for _, file := range p.names {
		if err := refuse(file); err != nil {
			return err
		}
	}
	return &dataset.UserError{What: "the folder " + p.name + " holds no dataset", Why: "no modality was found in " + entryList(p), Try: try}
}

func entryList(p *place) string {
	var names []string
	for _, e := range p.entry {
		names = append(names, e.Name())
	}
	return someOf(names)
}
