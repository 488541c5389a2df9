package layout

import (
	"slices"
	"strings"

	"lacuna/internal/say"
)

// labelFiles are the plain names of tables that hold labels, best first.
var labelFiles = strings.Fields("labels label targets target classes class y outcome outcomes diagnosis diagnoses")

// CalledLabels says whether a file is called like a table of labels.
func CalledLabels(file string) bool {
	name := stemOf(file)
	if _, rest := partOf(name); rest != "" {
		name = rest // train_labels
	}
	return slices.Contains(labelFiles, PlainName(name))
}

// Names of tables that are beside the data, and what is said of them.
var (
	codebookFiles = newWords("codebook dictionary datadictionary datadict variables variabledescriptions legend columndescriptions fielddescriptions")
	codebookKeys  = newWords("variable variables column columnname field fieldname feature featurename name varname attribute")
	codebookTexts = newWords("meaning description definition label explanation comment comments notes details descr")
	splitFiles    = newWords("split splits partition partitions fold folds")
	groupFiles    = newWords("groups group")
)

// giveRoles says what each table is for. What the import says goes before.
func (f *finder) giveRoles() error {
	var filled []string
	for _, s := range f.sources {
		decided := Role(f.imp.Files[s.File].Role)
		switch why := ""; {
		case decided != "":
			s.role = decided
		case f.place.Files != nil && len(f.sources) == 1:
			s.role = Data
		default:
			switch s.role, why = f.roleOf(s); {
			case s.role == LeftOut && f.saysFilled(s):
				filled = append(filled, s.File)
			case s.role == LeftOut:
				f.problem(s.File, why, say.Mark("it is left out"))
			}
		}
	}
	if len(filled) > 0 {
		f.why(say.Mark("the cells that were filled stand in %s"), someOf(filled))
	}
	f.oneLabels()
	f.oneForm()
	f.keepIDs()
	f.dropPaths()
	return nil
}

// keepIDs keeps the ids of tables that are left out where they told which files
// are records: without them the data would be read otherwise the next time.
func (f *finder) keepIDs() {
	for _, s := range f.sources {
		if f.consulted && s.role == LeftOut && s.id >= 0 && f.imp.Files[s.File].Role == "" {
			s.role = IDs
		}
	}
}

// roleOf says what a table is for by its name and its columns, and why it is
// left out if it is.
func (f *finder) roleOf(s *source) (role Role, why string) {
	name := PlainName(s.name)
	if _, rest := partOf(s.name); rest != "" {
		name = PlainName(rest) // train_labels
	}
	switch {
	case f.found.About.describes(s.name, len(s.Names)-1):
		return Data, ""
	case f.written(s.File) && ownTables[s.name] != "":
		return ownTables[s.name], ""
	case isTimeToEvent(s):
		return LeftOut, say.Mark("it holds times to an event, which are neither classes nor features")
	case slices.Contains(labelFiles, name) && len(s.paths) == 0:
		return Labels, ""
	case splitFiles[name] || s.parts != nil && len(s.Names) == 1:
		return Split, ""
	case groupFiles[name]:
		return Groups, ""
	case isNamesOfFeatures(s):
		return Features, ""
	}
	if why := besideData(s, name); why != "" {
		return LeftOut, why
	}
	return Data, ""
}

// besideData says why a table is no data though its name is none of a role.
func besideData(s *source, name string) string {
	switch {
	case isCoco(s):
		return say.Mark("it says what is seen where in images (COCO): several things in one image are no label; write a table with an image and a label in each row")
	case strings.Contains(name, "submission"):
		return say.Mark("it is a form for answers, not data")
	case isMask(s):
		return say.Mark("it is a mask, which says what was or shall be missing")
	case isCodebook(s, name):
		return say.Mark("it describes columns and holds no data")
	}
	return ""
}

// isCoco says whether a table is one of the lists beside that of the images in a
// file of annotations.
func isCoco(s *source) bool {
	list, ok := strings.CutPrefix(s.File, s.entry.path+":")
	switch {
	case !ok:
		return false
	case list == "annotations":
		return slices.Contains(s.Names, "image_id")
	}
	return list == "categories" || list == "licenses"
}

// isTimeToEvent says whether a table has nothing but ids, times and events.
func isTimeToEvent(s *source) bool {
	time, event := named(s.Names, timeNames), named(s.Names, eventNames)
	if time < 0 || event < 0 {
		return false
	}
	for j, n := range s.Names {
		if j != s.id && !timeNames.has(n) && !eventNames.has(n) {
			return false
		}
	}
	return s.id >= 0 || len(s.Names) <= 3
}

// isNamesOfFeatures says whether a table gives names to columns of others.
func isNamesOfFeatures(s *source) bool {
	if PlainName(s.name) != "features" || len(s.Names) != 3 {
		return false
	}
	return !slices.ContainsFunc([]string{"modality", "column", "name"}, func(want string) bool {
		return !slices.ContainsFunc(s.Names, func(n string) bool { return PlainName(n) == want })
	})
}

// isMask says whether a table that is called so holds nothing but 0 and 1
// beside the ids, or lists what is hidden.
func isMask(s *source) bool {
	name := strings.ToLower(s.name)
	if name != "mask" && !strings.HasPrefix(name, "mask_") && !strings.HasPrefix(name, "mask-") || s.id < 0 || len(s.Names) < 2 {
		return false
	}
	if slices.ContainsFunc(s.Names, func(n string) bool { return PlainName(n) == "cause" }) && named(s.Names, viewNames) >= 0 {
		return true
	}
	for j, cells := range s.sample {
		if j != s.id && slices.ContainsFunc(cells, func(c string) bool { return c != "0" && c != "1" }) {
			return false
		}
	}
	return true
}

// saysFilled says whether a mask is one that this program wrote beside the
// tables that it filled.
func (f *finder) saysFilled(s *source) bool {
	of := strings.TrimPrefix(s.name, "mask_")
	isModality := func(m AboutModality) bool { return m.Name == of || m.Name+"_cells" == of }
	return f.found.About.Version > 0 && s.dir == "." && isMask(s) && (of == "observed" || slices.ContainsFunc(f.found.About.Modalities, isModality))
}

// isCodebook says whether a table explains columns of others.
func isCodebook(s *source, name string) bool {
	if codebookFiles[name] {
		return true
	}
	return len(s.Names) > 1 && len(s.Names) < 12 && codebookKeys.has(s.Names[0]) && s.id < 0 &&
		slices.ContainsFunc(s.Names[1:], codebookTexts.has)
}

// oneLabels keeps the best of several tables of labels.
func (f *finder) oneLabels() {
	var best *source
	rank := func(s *source) int {
		if f.imp.Files[s.File].Role != "" {
			return -1
		}
		if k := slices.Index(labelFiles, PlainName(s.name)); k >= 0 {
			return k
		}
		return len(labelFiles)
	}
	for _, s := range f.sources {
		if s.role == Labels && (best == nil || rank(s) < rank(best)) {
			best = s
		}
	}
	for _, s := range f.sources {
		if s.role == Labels && s != best {
			s.role = LeftOut
			f.problem(s.File, say.Kept("the labels are taken from %s", best.File), say.Mark("it is left out; it can be chosen by its role"))
		}
	}
}

// oneForm keeps one of two forms of the same modalities: tables of their
// numbers, or a manifest of their files.
func (f *finder) oneForm() {
	tables := map[string]*source{}
	for _, s := range f.dataSources() {
		if len(s.paths) == 0 {
			tables[s.name] = s
		}
	}
	for _, s := range f.dataSources() {
		if len(s.paths) == 0 || slices.ContainsFunc(s.paths, func(p Paths) bool { return tables[p.Name] == nil }) {
			continue
		}
		if !f.decided(manifest) {
			s.role = LeftOut
			f.problem(s.File, say.Kept("it lists files of modalities that tables hold, too: %s", pathNames(s)), say.Mark("the tables are read; --reader manifest reads the files"))
			continue
		}
		for _, p := range s.paths {
			if t := tables[p.Name]; t.role == Data {
				t.role = LeftOut
				f.problem(t.File, say.Kept("%s lists files of the same modality", s.File), say.Mark("the files are read, as the reader manifest does; the table is left out"))
			}
		}
	}
}

func pathNames(s *source) string {
	var names []string
	for _, p := range s.paths {
		names = append(names, p.Name)
	}
	return someOf(names)
}
