package layout

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// AboutFile says what tables cannot: that numbers are the pixels of an image.
const AboutFile = "dataset.json"

// documentNames are files about the data, by their plain names without ending.
var documentNames = newWords("readme license licence changelog citation authors contributing notice copying source " +
	"datasetdescription datasetinfos datasetdict datasetinfo state croissant datapackage makefile requirements")

// documentEndings are the endings of files for people and programs.
var documentEndings = newSet(".rst", ".py", ".ipynb", ".r", ".rmd", ".m", ".jl", ".sh", ".bat", ".yaml", ".yml", ".toml", ".cff", ".bib", ".log",
	".lock", ".sha256", ".md5")

// isDocument says whether a file is about the data and no part of it.
func isDocument(file string) bool {
	base := strings.ToLower(path.Base(file))
	switch ending := path.Ext(base); ending {
	case "", ".txt", ".json", ".pdf":
		return base == AboutFile || documentNames.has(stemOf(base))
	case ".md", ".markdown", ".html", ".htm":
		return !strings.Contains(file, "/") || documentNames.has(stemOf(base)) // elsewhere they are texts of records
	default:
		return documentEndings[ending]
	}
}

// readAbout reads dataset.json of the folder itself.
func (f *finder) readAbout(e *entry) {
	if e.path != AboutFile {
		return
	}
	data, err := fs.ReadFile(f.place.FS, e.path)
	if err != nil {
		f.problem(e.path, say.Kept("it cannot be read: %s", say.English(bare(err))), say.Mark("it is left out"))
		return
	}
	var about About
	if err := json.Unmarshal(data, &about); err != nil {
		f.problem(e.path, say.Kept("it is no description in JSON: %s", say.English(err)), say.Mark("it is left out"))
		return
	}
	for k := range about.Modalities {
		if m := &about.Modalities[k]; slices.ContainsFunc(m.Fields, isOdd) {
			m.Fields = nil
			f.problem(e.path, say.Kept("modality %q: a field has no kind that is known, or is a date without a layout", m.Name), say.Mark("its fields are left out"))
		}
	}
	f.found.About = about
}

// isOdd says whether a field describes nothing that a column can be.
func isOdd(f dataset.Field) bool {
	switch f.Kind {
	case dataset.Quantity, dataset.Whole, dataset.Category:
		return false
	case dataset.Date:
		return f.Layout == ""
	}
	return true
}

// describes says whether dataset.json names the columns of a modality: then
// its table is data, whatever it is called.
func (a About) describes(name string, columns int) bool {
	for _, m := range a.Modalities {
		if m.Name == name && (m.Columns == columns || m.Columns == 0 && m.Kind == dataset.Text) {
			return true
		}
	}
	return false
}
