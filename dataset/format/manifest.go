package format

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
)

// manifest reads a table in which columns hold paths to media files, relative
// to the table. Further columns are the label, the split, texts and groups.
var manifest = reader{
	name: "manifest",
	claims: func(p *place) string {
		if sheets := p.manifests(); len(sheets) > 0 {
			return sheets[0].file + " lists media files"
		}
		return ""
	},
	read: readManifest,
}

// manifests lists the tables with columns of paths.
func (p *place) manifests() []*sheet {
	return p.sheetsWith(func(name string, s *sheet) bool { return p.roleOf(name) == "" && len(mediaColumns(s)) > 0 })
}

func readManifest(ctx context.Context, p *place) (*dataset.Dataset, error) {
	sheets := p.manifests()
	if len(sheets) == 0 {
		if err := p.firstError(); err != nil {
			return nil, err
		}
		return nil, &dataset.UserError{What: p.name + " has no manifest", Why: "no table has a column of paths to " + strings.Join(mediaExtensions(), ", ") + " files",
			Try: "Give the table one column of paths per modality, beside id and label."}
	}
	c := newCollection(p, "manifest")
	for _, s := range sheets[1:] {
		c.problem(s.file, "it lists media files, too", "it is left out; "+sheets[0].file+" is read")
	}
	if err := c.addManifest(ctx, sheets[0]); err != nil {
		return nil, err
	}
	if err := c.addRoles(); err != nil {
		return nil, err
	}
	return c.join()
}

func (c *collection) addManifest(ctx context.Context, s *sheet) error {
	media := mediaColumns(s)
	if s.id = idColumn(s.names); s.id >= 0 {
		if err := s.takeIDs(); err != nil {
			return err
		}
	} else {
		s.stemIDs(media[0])
	}
	columns, texts := c.manifestColumns(s, media)
	for _, j := range columns {
		p, err := s.mediaFiles(j).part(ctx, c.place.fsys, c.place.work)
		if err != nil {
			return err
		}
		c.addPart(p)
	}
	for _, t := range texts {
		c.addPart(t)
	}
	c.problems = append(c.problems, s.problems...)
	return nil
}

// stemIDs names the records after the files of a column.
func (s *sheet) stemIDs(column int) {
	s.ids = s.text(column)
	for i, file := range s.ids {
		s.ids[i] = stemOf(cleanPath(file))
		if s.ids[i] == "" || s.ids[i] == "." {
			s.ids[i] = fmt.Sprintf("line%d", s.rows[i].line)
		}
	}
	s.problem(0, "", "no column is called id", "records are named after the files in "+s.names[column])
}

// manifestColumns sorts the columns of a manifest: paths, texts, and what is
// kept beside the modalities.
func (c *collection) manifestColumns(s *sheet, media []int) (files []int, texts []*part) {
	var groups []string
	for j, name := range s.names {
		switch {
		case j == s.id:
		case slices.Contains(media, j):
			files = append(files, j)
		case named(name, labelNames):
			c.takeLabels(s, j)
		case named(name, splitNames):
			c.takeSplit(s, j)
		default:
			if cells := s.text(j); isProse(cells) {
				p := &part{modality: dataset.Modality{Name: name, Source: s.file}, ids: s.ids, lines: s.lines()}
				p.setText(cells)
				texts = append(texts, p)
				continue
			}
			if !named(name, groupNames) {
				groups = append(groups, name)
			}
			c.takeGroup(s, j)
		}
	}
	if len(groups) > 0 {
		s.problem(0, someOf(groups), plural(len(groups), "column of the manifest holds", "columns of the manifest hold")+" no paths", "kept as groups, not as features; features belong in a table of their own")
	}
	return files, texts
}

// mediaFiles returns the files that a column names.
func (s *sheet) mediaFiles(column int) mediaFiles {
	cells := s.text(column)
	for i, file := range cells {
		if missingText(file) {
			cells[i] = ""
		} else {
			cells[i] = cleanPath(file)
		}
	}
	return mediaFiles{name: modalityName(s.names[column]), source: s.file, ids: s.ids, files: cells, lines: s.lines()}
}

// modalityName turns the name of a column of paths, such as image_path or
// audio_file_name, into that of its modality.
func modalityName(column string) string {
	for _, suffix := range []string{"_file_name", "_filename", "_path", "_file"} {
		if name, ok := strings.CutSuffix(column, suffix); ok && name != "" {
			return name
		}
	}
	return column
}

// mediaColumns lists the columns of a sheet that hold paths to media: every
// one of the first cells that is filled ends in a known extension.
func mediaColumns(s *sheet) []int {
	const looked = 20
	filled, media := make([]int, len(s.names)), make([]int, len(s.names))
	for _, r := range s.rows[:min(len(s.rows), looked)] {
		rest := s.data[r.start:r.end]
		for j := range s.names {
			n := s.cellEnd(rest)
			if cell := bytes.TrimSpace(rest[:n]); !missingNumber(cell) {
				filled[j]++
				if isPath(cell) {
					media[j]++
				}
			}
			rest = rest[min(n+1, len(rest)):]
		}
	}
	var list []int
	for j := range s.names {
		if filled[j] > 0 && media[j] == filled[j] {
			list = append(list, j)
		}
	}
	return list
}

// isPath says whether a cell ends in the extension of a media file.
func isPath(cell []byte) bool {
	dot := bytes.LastIndexByte(cell, '.')
	return dot >= 0 && len(cell)-dot <= 5 && kindOf(string(cell[dot:])) != ""
}

func mediaExtensions() []string {
	var list []string
	for ext := range mediaKinds {
		list = append(list, ext)
	}
	slices.Sort(list)
	return list
}
