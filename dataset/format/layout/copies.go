package layout

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// What people and programs call copies of files and folders; what is left in
// the group is the name of the original.
var copyMarks = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:copy|kopie|copie|copia|kopia|kopi)(?: ?\(\d{1,3}\))? (?:of|von|de|di|av|z) (.+)$`),
	regexp.MustCompile(`(?i)^(?:backup|bak|old|copy)[-_ .]+(?:of[-_ .]+)?(.+)$`),
	regexp.MustCompile(`(?i)^(.+?)[-_ .]+(?:copy|kopie|copie|copia|kopia|backup|bak|old|orig|副本|コピー)[-_ .]*(?:\d{1,2}|\(\d{1,3}\))?$`),
	regexp.MustCompile(`^(.+?) ?\(\d{1,3}\)$`),
	regexp.MustCompile(`^~+(.+)$`),
}

// copyEndings stand behind the whole name of a file that a program keeps.
var copyEndings = regexp.MustCompile(`(?i)^#?(.+?)(?:~|#|\.~\d+~|\.(?:bak|backup|old|orig|save|swp|tmp|copy|prev)\d?)$`)

// copyFolders hold nothing but earlier files.
var copyFolders = newWords("old backup backups bak archive archived copy copies previous deprecated trash")

// originalOf returns the file that another one is a copy of by its name or by
// that of a folder, or "": blood (1).csv, blood.csv.bak, old/blood.csv.
func (f *finder) originalOf(file string) string {
	if !mayBeCopy(file) {
		return ""
	}
	dir, base := path.Split(file)
	for _, name := range originals(base) {
		if original := f.sibling(path.Clean(dir), name, base); original != "" {
			return original
		}
	}
	parts := strings.Split(file, "/")
	for k, d := range parts[:len(parts)-1] {
		above, below := parts[:k], parts[k+1:]
		if copyFolders.has(d) {
			if original := path.Join(path.Join(above...), path.Join(below...)); f.hasFile(original) {
				return original
			}
		}
		for _, name := range nameOriginals(d) {
			if original := path.Join(path.Join(above...), name); f.tree.folder(original) != nil {
				return original + "/"
			}
		}
	}
	return ""
}

// whyCopy says that a file is a copy; of a table, with its original.
func whyCopy(original string) string {
	if table.Is(original) {
		return say.Kept("by its name it is a copy of %s", original)
	}
	return say.Mark("by its name it is a copy of another file or folder beside it")
}

// mayBeCopy says whether a path holds any sign of a copy: most do not, and there
// may be millions.
func mayBeCopy(file string) bool {
	if strings.ContainsAny(file, "(~#") {
		return true
	}
	file = strings.ToLower(file)
	return slices.ContainsFunc(copySigns, func(sign string) bool { return strings.Contains(file, sign) })
}

var copySigns = strings.Fields("cop kopi old bak back orig save swp tmp prev archiv deprec trash 副本 コピー")

// originals lists what the original of a file may be called.
func originals(base string) []string {
	stem := stemOf(base)
	tail := base[len(stem):]
	var names []string
	for _, name := range nameOriginals(stem) {
		names = append(names, name+tail)
	}
	if m := copyEndings.FindStringSubmatch(base); m != nil {
		names = append(names, m[1])
	}
	return names
}

func nameOriginals(name string) []string {
	var names []string
	for _, mark := range copyMarks {
		if m := mark.FindStringSubmatch(name); m != nil {
			names = append(names, m[1])
		}
	}
	return names
}

// sibling finds the original in a folder: a file of that name, or for a table
// the one of that name in another format.
func (f *finder) sibling(dir, name, base string) string {
	if file := path.Join(dir, name); f.hasFile(file) {
		return file
	}
	in := f.tree.folder(dir)
	if in == nil || !table.Is(base) {
		return ""
	}
	if e := f.tree.stem(in, stemOf(name)); e != nil && table.Is(e.path) && e.base != base {
		return e.path
	}
	return ""
}

func (f *finder) hasFile(file string) bool {
	in := f.tree.folder(path.Dir(file))
	return in != nil && in.files[path.Base(file)] != nil
}

// isCopy says whether a file is left to nameLeft because its name says that it
// is a copy of another one. Files that were chosen are what was meant.
func (f *finder) isCopy(e *entry) bool {
	return f.place.Files == nil && f.imp.Files[e.path].Role == "" && f.originalOf(e.path) != ""
}

// leaveSheets leaves out the sheets of a workbook that are called like copies of
// another one in it.
func (f *finder) leaveSheets(tables []*table.Table, workbook string) []*table.Table {
	names := map[string]bool{}
	for _, t := range tables {
		names[sheetName(t.File, workbook)] = true
	}
	var kept []*table.Table
	for _, t := range tables {
		original := ""
		for _, name := range nameOriginals(sheetName(t.File, workbook)) {
			if names[name] && f.imp.Files[t.File].Role == "" {
				original = name
			}
		}
		if original == "" {
			kept = append(kept, t)
			continue
		}
		f.problem(t.File, say.Kept("by its name it is a copy of the sheet %s", original), say.Mark("it is left out; its role in an import takes it"))
	}
	return kept
}
