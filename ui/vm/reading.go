package vm

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/shell"
)

// ReadCommand is the command that reads and describes the data as they are read
// here; empty where no command can name them: of the sample, and of several files
// that were opened together.
func (d *Document) ReadCommand() string {
	if !d.named() {
		return ""
	}
	words := []string{"lacuna", "inspect", d.sources[0]}
	return shell.Line(append(words, readingFlags(d.data.Import)...)...)
}

func (d *Document) named() bool { return d.data != nil && len(d.sources) == 1 }

// ScoreCommand is the command that scores the imputers as they are set up; empty
// where none can name the data.
func (w *Workbench) ScoreCommand() string {
	d, f := w.Document, w.Filling
	if !d.named() || len(f.choices) == 0 {
		return ""
	}
	words := []string{"lacuna", "impute", d.sources[0], "--grid"}
	for _, c := range f.choices {
		words = append(words, "--method", c.Name)
		words = append(words, setFlags(c.Name+".", c.Set)...)
	}
	words = append(append(words, f.hideFlags()...), "--seeds", strconv.Itoa(f.seeds), "--as-compared")
	return shell.Line(append(words, readingFlags(d.data.Import)...)...)
}

// hideFlags are the flags of what is hidden from imputers.
func (f *Filling) hideFlags() []string {
	share := strconv.FormatFloat(f.share, 'g', -1, 64)
	if f.hide == HideNumbers {
		return []string{"--cells", share}
	}
	words := []string{"--mechanism", string(experiment.MCAR), "--rate-kind", string(dataset.ModalityRate), "--rate", share}
	if f.modality != "" {
		words = append(words, "--modality", f.modality)
	}
	return words
}

// WriteCommand is the command that fills the data by the i-th imputer and writes
// them into a folder; empty where none can name the data.
func (w *Workbench) WriteCommand(i int, folder string) string {
	d, f := w.Document, w.Filling
	if !d.named() || i < 0 || i >= len(f.choices) {
		return ""
	}
	c := f.choices[i]
	words := []string{"lacuna", "impute", d.sources[0], "--method", c.Name}
	words = append(append(words, setFlags("", c.Set)...), "--as-compared")
	words = append(words, readingFlags(d.data.Import)...)
	return shell.Line(append(words, "-o", folder)...)
}

func setFlags(before string, set map[string]string) []string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(set)) {
		words = append(words, "--set", before+key+"="+set[key])
	}
	return words
}

// readingFlags are the flags that decide what is decided about reading. What else is
// recognised in single files than ids of their own and odd separators is recognised
// again.
func readingFlags(imp dataset.Import) []string {
	var words []string
	add := func(flag string, values ...string) {
		for _, v := range values {
			if v != "" {
				words = append(words, "--"+flag, v)
			}
		}
	}
	add("reader", imp.Reader)
	add("label", imp.Label)
	add("id", imp.ID)
	add("split-column", imp.Split)
	add("group", imp.Groups...)
	add("missing", imp.Missing...)
	add("keep", imp.Values...)
	add("censored", imp.Censored)
	add("drop", imp.Drop...)
	add("feature", imp.Features...)
	for _, m := range imp.Modalities {
		add("modality", m.Name+"="+quotedList(m.Columns))
	}
	for _, name := range slices.Sorted(maps.Keys(imp.Files)) {
		f := imp.Files[name]
		if len(f.IDs) > 0 {
			add("file-id", name+"="+quotedList(f.IDs))
		}
		if f.Delimiter != "" && f.Delimiter != "," {
			add("file-delimiter", name+"="+f.Delimiter)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(imp.Names)) {
		add("rename", name+"="+imp.Names[name])
	}
	add("without", imp.Without...)
	add("kind", imp.Kinds...)
	add("charset", imp.Charset)
	add("delimiter", imp.Delimiter)
	add("decimal", imp.Decimal)
	for _, size := range []struct {
		flag string
		n    int
	}{{"image-size", imp.ImageSize}, {"sample-rate", imp.SampleRate}} {
		if size.n > 0 {
			add(size.flag, strconv.Itoa(size.n))
		}
	}
	add("join", imp.Join...)
	return words
}

// quotedList joins columns with commas, each in quotes where it needs them.
func quotedList(columns []string) string {
	out := make([]string, len(columns))
	for k, c := range columns {
		out[k] = joinWords([]string{c})
	}
	return strings.Join(out, ",")
}
