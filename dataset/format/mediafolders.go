package format

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
)

// mediaFolders reads one folder of media files per modality, where files with
// the same stem belong to one record: image/p1.png, audio/p1.wav, text/p1.txt.
// Tables in the folder are modalities, too.
var mediaFolders = reader{
	name: "media-folders",
	claims: func(p *place) string {
		folders := p.mediaFolders()
		if len(folders) == 0 || len(p.manifests()) > 0 || !p.fitting(folders) {
			return ""
		}
		var names []string
		for _, f := range folders {
			names = append(names, f.name+"/")
		}
		return "media lie in " + someOf(names)
	},
	read: readMediaFolders,
}

// mediaFolders lists the folders right here that hold media files, sorted by
// name. A folder that is called like a table is left to the table.
func (p *place) mediaFolders() []mediaFiles {
	if p.folders != nil {
		return p.folders
	}
	p.folders = []mediaFiles{}
	p.openTables()
	tables := map[string]bool{}
	for name := range p.sheets {
		tables[stemOf(name)] = true
	}
	for _, e := range p.entry {
		if !e.IsDir() {
			continue
		}
		f := listMedia(p.fsys, e.Name())
		if len(f.files) == 0 {
			continue
		}
		if tables[e.Name()] {
			p.notes = append(p.notes, dataset.Problem{File: e.Name(), What: "a table has the same name", Done: "the table is read, the folder is left out"})
			continue
		}
		p.folders = append(p.folders, f)
	}
	return p.folders
}

// listMedia lists the media files in a folder. Only those of the most frequent
// kind count: a note beside the images is no record.
func listMedia(fsys fs.FS, dir string) mediaFiles {
	all := mediaFiles{name: dir, source: dir + "/"}
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return all
	}
	for _, e := range entries {
		if !e.IsDir() && e.Name()[0] != '.' && kindOf(e.Name()) != "" {
			all.files = append(all.files, path.Join(dir, e.Name()))
		}
	}
	kind := all.kind()
	all.files = slices.DeleteFunc(all.files, func(file string) bool { return kindOf(file) != kind })
	for _, file := range all.files {
		all.ids = append(all.ids, mediaStem(file))
	}
	return all
}

func mediaStem(file string) string {
	base := path.Base(file)
	return base[:len(base)-len(path.Ext(base))]
}

// fitting says whether a file in the folders is called like an id of the
// tables, where there are tables: a folder of plots is no modality.
func (p *place) fitting(folders []mediaFiles) bool {
	sheets := append(p.dataSheets(), p.roleSheets()...)
	ids := map[string]bool{}
	for _, s := range sheets {
		if id := idColumn(s.names); id >= 0 {
			for _, cell := range s.text(id) {
				ids[cell] = true
			}
		}
	}
	if len(ids) == 0 {
		return true
	}
	return slices.ContainsFunc(folders, func(f mediaFiles) bool {
		return slices.ContainsFunc(f.ids, func(id string) bool { return ids[id] })
	})
}

func readMediaFolders(ctx context.Context, p *place) (*dataset.Dataset, error) {
	folders := p.mediaFolders()
	if len(folders) == 0 {
		return nil, &dataset.UserError{What: p.name + " has no folders of media", Why: "none of its folders holds " + fmt.Sprint(mediaExtensions()) + " files",
			Try: "Put the files of each modality into a folder of its own, named alike: image/p1.png, audio/p1.wav."}
	}
	c := newCollection(p, "media-folders")
	if len(p.dataSheets()) > 0 {
		if err := c.addTables(ctx); err != nil {
			return nil, err
		}
	}
	for _, f := range folders {
		if err := duplicates(f.source, f.ids, nil); err != nil {
			return nil, err
		}
		part, err := f.part(ctx, p.fsys, p.work)
		if err != nil {
			return nil, err
		}
		c.addPart(part)
	}
	if err := c.addRoles(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.parts, func(a, b *part) int { return strings.Compare(a.modality.Name, b.modality.Name) })
	return c.join()
}
