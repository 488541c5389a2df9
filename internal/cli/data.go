package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/project"
)

// dataFlags are the decisions about how DATA are read, the same on every
// command that takes them.
type dataFlags struct {
	given  dataset.Import // by flags
	like   dataset.Import // by the study whose methods the data are for
	file   string         // with further decisions
	strict bool
}

// add gives a command the flags. hide is where --modality without columns puts
// the name of the modality that a mask hides; nil where there is none.
func (f *dataFlags) add(cmd *cobra.Command, hide *string) {
	s, g := cmd.Flags(), &f.given
	s.StringVar(&g.Reader, "reader", "", "read DATA as "+choices(format.Readers())+"; default: recognised")
	s.StringVar(&g.Label, "label", "", "column of the label; default: recognised, like all of these")
	s.StringVar(&g.ID, "id", "", "column of the records' ids")
	s.StringVar(&g.Split, "split-column", "", "column that says which records are for training, validation and test")
	s.StringArrayVar(&g.Groups, "group", nil, "column that names subjects, sites and the like; again for each; compare keeps records of one value of the first in one part")
	s.StringArrayVar(&g.Missing, "missing", nil, "CODE, COLUMN=CODE or FILE:*=CODE: cells that stand for missing; again for each")
	s.StringArrayVar(&g.Values, "keep", nil, "CODE, COLUMN=CODE or FILE:*=CODE: cells that are values though they look missing; again for each")
	s.StringVar(&g.Censored, "censored", "", "what becomes of limits of detection such as <5: "+choices(format.Limits())+" (default limit: the limit itself; impute fills each within its limit; root2: the limit over √2)")
	s.StringArrayVar(&g.Drop, "drop", nil, "column to leave out; again for each")
	s.StringArrayVar(&g.Features, "feature", nil, "column that is a feature though it looks like an id or tells the label; again for each")
	s.Var(&modalityFlag{&g.Modalities, hide}, "modality", modalityHelp(hide))
	s.Var(&renameFlag{&g.Names}, "rename", "OLD=NEW: another name for a modality; again for each")
	s.StringArrayVar(&g.Without, "without", nil, "modality to leave out, by the name that it is recognised by; again for each")
	s.StringArrayVar(&g.Kinds, "kind", nil, "COLUMN=KIND: what the cells of a column are: "+choices(format.Kinds())+"; again for each")
	s.Var(&fileFlag{&g.Files, "FILE=COLUMN,COLUMN", setFileIDs}, "file-id", "FILE=COLUMN,COLUMN: columns that make the ids of one file; again for each")
	s.Var(&fileFlag{&g.Files, "FILE=SIGN", setFileDelimiter}, "file-delimiter", "FILE=SIGN: what separates the cells of one file; again for each")
	s.StringVar(&g.Charset, "charset", "", "charset of tables and texts, such as windows-1252")
	s.StringVar(&g.Delimiter, "delimiter", "", "what separates the cells of tables: a sign, tab or space")
	s.StringVar(&g.Decimal, "decimal", "", "decimal mark of numbers: . or ,")
	s.IntVar(&g.ImageSize, "image-size", 0, "height and width that images are brought to, in pixels")
	s.IntVar(&g.SampleRate, "sample-rate", 0, "highest sampling rate of sounds, in hertz")
	s.StringArrayVar(&g.Join, "join", nil, "take ids that nearly meet as one record: "+choices(format.Joins())+"; again for each")
	s.StringVar(&f.file, "import", "", "file with such decisions, as inspect --suggest prints it; flags go before it")
}

// addStrict gives a command --strict, too.
func (f *dataFlags) addStrict(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.strict, "strict", false, "fail if there is any remark from reading DATA")
}

// keepAll makes every column a feature that is not left out by name: what is
// written again is to be whole.
func (f *dataFlags) keepAll() { f.given.Features = append(f.given.Features, dataset.AllFeatures) }

func choices(list []format.Choice) string {
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// modalityFlag reads NAME=COLUMN,COLUMN and, where a mask can hide a modality,
// its bare name.
type modalityFlag struct {
	made *[]dataset.ModalityImport
	hide *string
}

func modalityHelp(hide *string) string {
	help := "NAME=COLUMN,COLUMN: columns that make a modality; again for each"
	if hide != nil {
		help += ". NAME alone: the one that --mechanism hides; default: each"
	}
	return help
}

// Set implements pflag.Value.
func (f *modalityFlag) Set(s string) error {
	name, list, ok := strings.Cut(s, "=")
	switch {
	case !ok && f.hide == nil:
		return errors.New("write NAME=COLUMN,COLUMN")
	case !ok && *f.hide != "":
		return fmt.Errorf("%s is to be hidden already", *f.hide)
	case !ok:
		*f.hide = s
		return nil
	}
	columns, err := csv.NewReader(strings.NewReader(list)).Read() // so that a name in quotes may hold a comma
	if name == "" || err != nil {
		return errors.New("write NAME=COLUMN,COLUMN")
	}
	*f.made = append(*f.made, dataset.ModalityImport{Name: name, Columns: columns})
	return nil
}

// String implements pflag.Value.
func (f *modalityFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *modalityFlag) Type() string { return "string" }

// renameFlag reads OLD=NEW.
type renameFlag struct{ names *map[string]string }

// Set implements pflag.Value.
func (f *renameFlag) Set(s string) error {
	at := strings.LastIndexByte(s, '=') // names of modalities that are recognised may hold one
	if at <= 0 || strings.TrimSpace(s[at+1:]) == "" {
		return errors.New("write OLD=NEW")
	}
	if *f.names == nil {
		*f.names = map[string]string{}
	}
	if other, twice := (*f.names)[s[:at]]; twice && other != s[at+1:] {
		return fmt.Errorf("%s is called %q already", s[:at], other)
	}
	(*f.names)[s[:at]] = s[at+1:]
	return nil
}

// String implements pflag.Value.
func (f *renameFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *renameFlag) Type() string { return "stringArray" }

// fileFlag reads FILE=WORDS: a decision about one file.
type fileFlag struct {
	files *map[string]dataset.FileImport
	form  string
	set   func(f *dataset.FileImport, words string) error
}

// Set implements pflag.Value.
func (f *fileFlag) Set(s string) error {
	name, words, ok := strings.Cut(s, "=")
	if !ok || name == "" || words == "" {
		return errors.New("write " + f.form)
	}
	one := (*f.files)[name]
	if err := f.set(&one, words); err != nil {
		return errors.New("write " + f.form)
	}
	if *f.files == nil {
		*f.files = map[string]dataset.FileImport{}
	}
	(*f.files)[name] = one
	return nil
}

// String implements pflag.Value.
func (f *fileFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *fileFlag) Type() string { return "stringArray" }

func setFileIDs(f *dataset.FileImport, words string) (err error) {
	f.IDs, err = csv.NewReader(strings.NewReader(words)).Read() // so that a name in quotes may hold a comma
	return err
}

func setFileDelimiter(f *dataset.FileImport, sign string) error {
	f.Delimiter = sign
	return nil
}

// decided says whether anything is decided about how to read.
func (f *dataFlags) decided() bool {
	return f.file != "" || !isZero(f.given)
}

func isZero(imp dataset.Import) bool {
	text, err := json.Marshal(imp)
	return err == nil && string(text) == "{}"
}

// decisions joins the file, the study and the flags, each of which goes before the last. What cannot be
// is a wrong call, said before anything is read.
func (f *dataFlags) decisions() (dataset.Import, error) {
	for _, list := range [][]string{f.given.Groups, f.given.Missing, f.given.Values, f.given.Drop, f.given.Features, f.given.Join, f.given.Without} {
		if slices.Contains(list, "") {
			return f.given, usagef("--group, --missing, --keep, --drop, --feature, --join and --without need a value (an empty cell is missing in any case)")
		}
	}
	if err := f.contradicts(); err != nil {
		return f.given, err
	}
	imp, err := readImport(f.file)
	if err != nil {
		return imp, usageError{err}
	}
	override(&imp, f.like)
	override(&imp, f.given)
	if err := format.Check(imp); err != nil {
		return imp, usageError{err}
	}
	return imp, nil
}

// contradicts refuses flags of which one would silently win over another.
func (f *dataFlags) contradicts() error {
	kinds := map[string]string{}
	for _, entry := range f.given.Kinds {
		at := strings.LastIndexByte(entry, '=')
		if at < 0 {
			continue // refused where imports are checked
		}
		if other, twice := kinds[entry[:at]]; twice && other != entry[at+1:] {
			return usagef("--kind %s: %s is %q already", entry, entry[:at], other)
		}
		kinds[entry[:at]] = entry[at+1:]
	}
	for _, name := range f.given.Without {
		if to, named := f.given.Names[name]; named {
			return usagef("--rename %s=%s: --without %s leaves it out", name, to, name)
		}
	}
	return nil
}

// mostImport bounds a file of decisions.
const mostImport = 64 << 20

// readImport reads a file of decisions; no name means none.
func readImport(name string) (dataset.Import, error) {
	var imp dataset.Import
	if name == "" {
		return imp, nil
	}
	about, err := os.Stat(name)
	if err == nil && (!about.Mode().IsRegular() || about.Size() > mostImport) {
		err = errors.New("it is no file of decisions")
	}
	if err != nil {
		return imp, fmt.Errorf("--import %s: %w", name, err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return imp, fmt.Errorf("--import %s: %w", name, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&imp); err != nil {
		return imp, fmt.Errorf("--import %s: %w (lacuna inspect DATA --suggest prints such a file)", name, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return imp, fmt.Errorf("--import %s: there is more behind its end", name)
	}
	return imp, nil
}

// openData reads DATA as the flags say. With --strict any remark is an error.
func openData(ctx context.Context, path string, f *dataFlags) (*dataset.Dataset, error) {
	imp, err := f.decisions()
	if err != nil {
		return nil, err
	}
	d, err := format.Open(ctx, path, ReadOptions(imp))
	if err != nil {
		return nil, err
	}
	return d, f.check(d, path)
}

// ReadOptions are what both faces read data with.
func ReadOptions(imp dataset.Import) format.Options {
	opt := format.Options{Import: imp}
	if folder, err := os.UserCacheDir(); err == nil { // without one, media are read anew each time
		opt.Cache = filepath.Join(folder, "lacuna", "media")
	}
	return opt
}

// check is the error of --strict.
func (f *dataFlags) check(d *dataset.Dataset, path string) error {
	if f.strict && len(d.Problems) > 0 {
		return strictError{project.NewRemarks(d.Problems), path}
	}
	return nil
}

// strictError is the error of a reading that left remarks though none was
// allowed.
type strictError struct {
	remarks project.Remarks
	path    string
}

// Error lists the remarks.
func (e strictError) Error() string {
	lines := []string{fmt.Sprintf("%s from reading %s, and --strict allows none", numbered(e.remarks.Count, "remark"), e.path)}
	for _, p := range e.remarks.List {
		lines = append(lines, "  "+p.String())
	}
	if more := e.remarks.Count - len(e.remarks.List); more > 0 {
		lines = append(lines, fmt.Sprintf("  … and %d more", more))
	}
	return strings.Join(lines, "\n")
}
