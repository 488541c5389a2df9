package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lacuna/internal/say"
)

// modalityWords are what people call modalities, so that a prefix among them is
// taken for one.
var modalityWords = newWords("image images img imaging pixel pixels photo picture visual vision audio sound speech voice acoustic text txt report note notes language caption " +
	"video face pose gaze sensor sensors imu acc gyro signal table tabular clinical clin demo demog demographics demographic ehr emr history " +
	"lab labs blood serum plasma urine csf vitals vital exam survey questionnaire cognitive neuropsych " +
	"rna mrna mirna dna rnaseq scrna atac adt cnv cna snp snv mut mutation methyl methylation meth gene genes genetic genomic genomics protein proteins proteomics rppa " +
	"metab metabolite metabolites metabolomics lipid lipids microbiome omics mri fmri smri dti t1 t1c t1w t1ce t2 t2w flair dwi adc pet ct cta xray cxr us ultrasound echo oct fundus " +
	"eeg ecg ekg emg eog meg ppg eda gsr resp wsi histo histology path pathology slide radiology radiomics rad derm dermoscopy " +
	"a v l modality m1 m2 m3 m4 view view1 view2 view3 view4 x1 x2 x3 mod1 mod2 mod3 gps depth lidar radar thermal ir rgb network graph meta")

// neverPrefixes begin the names of columns of one table: statistics, times,
// counts.
var neverPrefixes = newWords("mean std sd se sem var min max median avg average sum total count num number n no is has was did does had worst best error err " +
	"log log2 log10 sqrt delta diff change ratio rate pct percent pre post first last next prev previous old new left right upper lower high low " +
	"day days date time year month week hour age sex male female x y z col column var")

// looseName is the modality of columns without a prefix.
const looseName = "table"

// split says which columns of a table make which modality by their names.
func (f *finder) split(t *Table, s *source) {
	if len(f.imp.Modalities) > 0 || f.written(s.File) || !f.decided("", wideCSV, manifest) || len(s.paths) == 0 && len(f.dataSources()) != 1 {
		return
	}
	columns := s.valueColumns()
	best := f.grouping(s, columns)
	if best == nil {
		f.sayPrefixes(s, columns)
		return
	}
	for _, name := range best.names {
		t.Wide = append(t.Wide, best.columns[name])
		t.WideNames = append(t.WideNames, name)
		t.WideColumns = append(t.WideColumns, best.rest[name])
	}
	f.why(say.Mark("%s: the columns of %s %s %s; --reader folder-csv reads one table"), s.File, someOf(best.names), best.where(), best.sign)
	if best.guess {
		f.problem(s.File, say.Kept("the names of its columns %s %s, which may be modalities or words", best.verb(), someOf(best.names)),
			say.Mark("each is read as a modality; --reader folder-csv reads one table"))
	}
	if n := len(best.loose); n > 0 {
		f.why(say.Mark("%s: %s none of these names, such as %s; features among them are the modality %s"), s.File, say.KeptCount(n, "column has", "columns have"), s.Names[best.loose[0]], looseName)
	}
}

// sayPrefixes tells of prefixes that most columns have and that may be
// modalities, where they are too few to be taken for such or no known word.
func (f *finder) sayPrefixes(s *source, columns []int) {
	const many = 3 // columns that begin alike by more than chance
	g := group(s.Names, columns, "_", false)
	if len(s.paths) > 0 || len(g.names) < 2 || len(g.names) > 8 || 2*len(g.loose) > len(columns) || g.least() < 2 || slices.ContainsFunc(g.names, neverPrefixes.has) {
		return
	}
	if g.least() < many && (len(g.loose) > 0 || !slices.ContainsFunc(g.names, modalityWords.has)) {
		return
	}
	f.why(say.Mark("%s: one table, though the names of its columns begin with %s; --reader wide-csv reads each as a modality"), s.File, someOf(g.names))
}

// valueColumns lists the columns that may hold features: neither ids, roles,
// paths nor texts.
func (s *source) valueColumns() []int {
	var list []int
	for j, name := range s.Names {
		isPath := slices.ContainsFunc(s.paths, func(p Paths) bool { return p.Column == j })
		if j != s.id && !isPath && !rowNames.has(name) && !labelNames.has(name) && !splitNames.has(name) && !groupNames.has(name) && !isProse(s.sample[j]) {
			list = append(list, j)
		}
	}
	return list
}

// rowNames are columns of row numbers.
var rowNames = newWords("index unnamed0 rownames rowid row")

// isProse says whether cells are sentences.
func isProse(cells []string) bool {
	filled, blanks := 0, 0
	for _, c := range cells {
		if c != "" {
			filled++
			blanks += strings.Count(c, " ")
		}
	}
	return filled > 0 && blanks >= 2*filled
}

// grouping is columns by a prefix or suffix of their names.
type grouping struct {
	sign    string
	suffix  bool
	names   []string
	columns map[string][]int
	rest    map[string][]string
	loose   []int
	guess   bool // the names may be mere words
}

func (g *grouping) where() string {
	if g.suffix {
		return say.Mark("end so, behind")
	}
	return say.Mark("begin so, before")
}

func (g *grouping) verb() string {
	if g.suffix {
		return say.Mark("end with")
	}
	return say.Mark("begin with")
}

// grouping returns how the names of columns make modalities, or nil.
func (f *finder) grouping(s *source, columns []int) *grouping {
	for _, strong := range []string{":", "/", "."} {
		if g := group(s.Names, columns, strong, false); f.fits(g, s, columns) {
			return g
		}
	}
	for _, weak := range []string{"_", "-", " "} {
		for _, suffix := range []bool{false, true} {
			if g := group(s.Names, columns, weak, suffix); f.fits(g, s, columns) {
				return g
			}
		}
	}
	if f.decided(wideCSV) {
		return askedFor(s.Names, columns)
	}
	return nil
}

// askedFor returns the grouping by prefixes that leaves out the fewest columns,
// whatever the prefixes are.
func askedFor(names []string, columns []int) *grouping {
	var best *grouping
	for _, sign := range []string{":", "/", ".", "_", "-", " "} {
		g := group(names, columns, sign, false)
		if len(g.names) > 1 && (best == nil || len(g.loose) < len(best.loose)) {
			best = g
		}
	}
	return best
}

// group sorts columns by what stands before the first sign, or behind the last.
func group(names []string, columns []int, sign string, suffix bool) *grouping {
	g := &grouping{sign: sign, suffix: suffix, columns: map[string][]int{}, rest: map[string][]string{}}
	for _, j := range columns {
		at := strings.Index(names[j], sign)
		if suffix {
			at = strings.LastIndex(names[j], sign)
		}
		if at <= 0 || at+len(sign) == len(names[j]) {
			g.loose = append(g.loose, j)
			continue
		}
		name, rest := names[j][:at], names[j][at+len(sign):]
		if suffix {
			name, rest = rest, name
		}
		if g.columns[name] == nil {
			g.names = append(g.names, name)
		}
		g.columns[name] = append(g.columns[name], j)
		g.rest[name] = append(g.rest[name], rest)
	}
	return g
}

// fits says whether a grouping is one by modalities.
func (f *finder) fits(g *grouping, s *source, columns []int) bool {
	if len(g.names) == 0 || len(g.names) < 2 && len(s.paths) == 0 || len(g.names) > 64 {
		return false
	}
	known, once, never, numbers := 0, 0, 0, 0
	for _, name := range g.names {
		switch {
		case f.found.About.aboutOf(name).Name != "" || modalityWords.has(name):
			known++
		case neverPrefixes.has(name) || isNumber(name):
			never++
		}
		if len(g.columns[name]) == 1 {
			once++
		}
		if isNumber(name) {
			numbers++
		}
	}
	if numbers > 0 {
		return false
	}
	all := known == len(g.names)
	strong := strings.Contains(":/.", g.sign)
	g.guess = !all && g.sign != ":"
	loose := len(g.loose) * 4
	switch {
	case never > 0:
		return false
	case strong && (all || once == 0):
		return len(g.loose)*2 <= len(columns)
	case all && once < len(g.names) && once*2 <= len(g.names):
		return loose <= len(columns)
	case g.suffix || strong:
		return false
	}
	return once == 0 && known*2 >= len(g.names) && g.least() >= 3 && loose <= len(columns)
}

// least is the number of columns of the smallest group.
func (g *grouping) least() int {
	n := len(g.columns[g.names[0]])
	for _, c := range g.columns {
		n = min(n, len(c))
	}
	return n
}

func isNumber(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return r >= '0' && r <= '9' || r == '-' || r == '+'
}

// nameTable gives the modalities of a table names that no other has.
func (f *finder) nameTable(t *Table, s *source, taken map[string]bool) {
	for k := range t.Paths {
		t.Paths[k].Name = giveName(taken, t.Paths[k].Name, t.Names[t.Paths[k].Column], s.File+":"+t.Names[t.Paths[k].Column])
	}
	for k := range t.WideNames {
		t.WideNames[k] = giveName(taken, t.WideNames[k], s.name+" "+t.WideNames[k])
	}
	if len(t.Paths) > 0 || len(t.Wide) > 0 {
		t.Name = giveName(taken, looseName, s.name, s.File)
		return
	}
	longer := s.name
	if s.dir != "." {
		longer = strings.ReplaceAll(s.dir, "/", " ") + " " + s.name
	}
	t.Name = giveName(taken, s.name, longer, strings.ReplaceAll(s.File, "/", " "))
}
