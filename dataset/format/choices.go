package format

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/record"
	"lacuna/internal/say"
)

// Choice is one of the answers to a question about how to read, with what it
// means.
type Choice struct{ Name, Help string }

// readerHelp says what each layout is.
var readerHelp = map[string]string{
	"folder-csv":     "one table per modality",
	"wide-csv":       "one table, the modalities told by its columns",
	"long-csv":       "one row per record and feature",
	"manifest":       "a table with paths of media files",
	"media-folders":  "one folder of files per modality",
	"class-folders":  "one folder of files per class",
	"record-folders": "one folder of files per record",
	"arrays":         "arrays in NPY, NPZ or MAT files",
}

// Readers lists the layouts that Import.Reader may name.
func Readers() []Choice {
	var out []Choice
	for _, name := range layout.Readers() {
		out = append(out, Choice{name, say.Text(readerHelp[name])})
	}
	return out
}

// Joins lists the near misses between ids that Import.Join may name.
func Joins() []Choice {
	var out []Choice
	for _, j := range record.Joins {
		out = append(out, Choice{j.Name, j.Help()})
	}
	return out
}

// Limits lists what can become of limits of detection such as "<5".
func Limits() []Choice {
	return []Choice{
		{dataset.LimitTaken, say.Text("the limit itself is the value")},
		{dataset.LimitImputed, say.Text("the value is missing, and imputers fill it within its limit")},
		{dataset.LimitRoot2, say.Text("the limit over the root of 2 is the value where it lies below it")},
	}
}

// Bounds of what images and sounds are brought to.
const (
	MostPixels = 1024    // height and width of an image
	MostHertz  = 1 << 22 // sampling rate of a sound
)

// Check reports values of an import that cannot be, before anything is read.
// Whether its columns are there, only reading tells.
func Check(imp dataset.Import) error {
	if err := among("reader", imp.Reader, Readers()); err != nil {
		return err
	}
	for _, name := range imp.Join {
		if err := among("join", name, Joins()); err != nil || name == "" {
			return err
		}
	}
	if err := among(say.Mark("way to take limits of detection"), imp.Censored, Limits()); err != nil {
		return err
	}
	if imp.ImageSize < 0 || imp.ImageSize > MostPixels {
		return &dataset.UserError{What: say.Kept("images cannot be read with %d pixels in height and width", imp.ImageSize),
			Try: say.Kept("Choose 1 to %d, or 0 to go by the images", MostPixels)}
	}
	if imp.SampleRate < 0 || imp.SampleRate > MostHertz {
		return &dataset.UserError{What: say.Kept("sounds cannot be read at %d hertz", imp.SampleRate),
			Try: say.Kept("Choose 1 to %d, or 0 to go by the sounds", MostHertz)}
	}
	if err := checkModalities(imp.Modalities); err != nil {
		return err
	}
	if err := checkKinds(imp.Kinds); err != nil {
		return err
	}
	if err := checkGiven(imp.Names); err != nil {
		return err
	}
	texts := []dataset.FileImport{{Charset: imp.Charset, Delimiter: imp.Delimiter, Decimal: imp.Decimal}}
	for _, f := range imp.Files {
		texts = append(texts, f)
	}
	for _, f := range texts {
		if err := checkText(f); err != nil {
			return err
		}
	}
	return nil
}

func among(what, name string, choices []Choice) error {
	if name == "" || slices.ContainsFunc(choices, func(c Choice) bool { return c.Name == name }) {
		return nil
	}
	var names []string
	for _, c := range choices {
		names = append(names, c.Name)
	}
	return &dataset.UserError{What: say.Kept("no %s is called %q", what, name), Why: say.Kept("there are %s", strings.Join(names, ", "))}
}

// Kinds lists the kinds of column that Import.Kinds may name.
func Kinds() []Choice {
	return []Choice{
		{string(dataset.NumberColumn), say.Text("quantities")},
		{string(dataset.CategoryColumn), say.Text("words or codes, of which each stands for a class of its own")},
		{string(dataset.DateColumn), say.Text("dates")},
		{string(dataset.TextColumn), say.Text("sentences: a modality of its own")},
	}
}

func checkKinds(list []string) error {
	for _, entry := range list {
		at := strings.LastIndexByte(entry, '=')
		if at <= 0 || at == len(entry)-1 {
			return &dataset.UserError{What: say.Kept("%q does not say what a column is", entry), Try: say.Mark("Write COLUMN=KIND, such as thal=category")}
		}
		if err := among(say.Mark("kind of column"), entry[at+1:], Kinds()); err != nil {
			return err
		}
	}
	return nil
}

// checkGiven refuses new names of modalities that OLD=NEW could not say, by which
// they go into commands.
func checkGiven(names map[string]string) error {
	for _, old := range slices.Sorted(maps.Keys(names)) {
		if strings.Contains(names[old], "=") {
			return &dataset.UserError{What: say.Kept("the modality %s cannot be called %q", old, names[old]), Why: say.Mark("a new name has no = in it"), Try: say.Mark("Choose another name.")}
		}
	}
	return nil
}

func checkModalities(list []dataset.ModalityImport) error {
	seen := map[string]bool{}
	for _, m := range list {
		if m.Name == "" || len(m.Columns) == 0 || slices.Contains(m.Columns, "") {
			return &dataset.UserError{What: say.Kept("the modality %q needs a name and columns", m.Name)}
		}
		if seen[m.Name] {
			return &dataset.UserError{What: say.Kept("the modality %q is described twice", m.Name), Try: say.Mark("List all its columns at once")}
		}
		seen[m.Name] = true
	}
	return nil
}

// delimiterNames are those of delimiters that are hard to write.
var delimiterNames = []string{"tab", "space", "comma", "semicolon", "bar", "colon"}

// separates says whether a text can stand between cells: no letter or digit,
// no quote and no end of a line.
func separates(delimiter string) bool {
	if slices.Contains(delimiterNames, strings.ToLower(delimiter)) || delimiter == `\t` {
		return true
	}
	inside := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("\"\r\n", r)
	}
	return len(delimiter) <= 3 && utf8.ValidString(delimiter) && !strings.ContainsFunc(delimiter, inside)
}

// checkText checks what is said of the text of tables.
func checkText(f dataset.FileImport) error {
	if f.Delimiter != "" && !separates(f.Delimiter) {
		return &dataset.UserError{What: say.Kept("%q cannot separate cells", f.Delimiter),
			Try: say.Kept("Write the sign itself, or %s", strings.Join(delimiterNames, ", "))}
	}
	if f.Decimal != "" && f.Decimal != "." && f.Decimal != "," {
		return &dataset.UserError{What: say.Kept("%q is no decimal mark", f.Decimal), Why: say.Mark("it is neither a point nor a comma")}
	}
	if f.Charset == "" {
		return nil
	}
	if _, err := htmlindex.Get(f.Charset); err != nil {
		return &dataset.UserError{What: say.Kept("no charset is called %q", f.Charset), Try: say.Mark("Write its usual name, such as utf-8, windows-1252, iso-8859-1, gb18030, shift_jis or utf-16le")}
	}
	return nil
}
