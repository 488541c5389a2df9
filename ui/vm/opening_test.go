package vm

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/internal/shell"
)

// reading is what an Open of a desk was asked for, and waits to be answered.
type reading struct {
	ctx    context.Context
	paths  []string
	imp    dataset.Import
	answer chan error
}

// openingDesk is a preview whose readings the test answers.
type openingDesk struct {
	*Opening
	k    *desk
	asks chan reading
}

// readSmall is the small dataset as if it had been read by an import.
func readSmall(t *testing.T, imp dataset.Import, problems ...dataset.Problem) *dataset.Dataset {
	t.Helper()
	d := *small(t)
	d.Import, d.Problems = imp, problems
	return &d
}

func newOpeningDesk(t *testing.T, problems ...dataset.Problem) *openingDesk {
	t.Helper()
	k := newDesk(t)
	o := &openingDesk{k: k, asks: make(chan reading)}
	around := *k.around
	around.Open = func(ctx context.Context, paths []string, imp dataset.Import) (*dataset.Dataset, error) {
		r := reading{ctx, paths, imp, make(chan error)}
		o.asks <- r
		if err := <-r.answer; err != nil {
			return nil, err
		}
		read := imp
		read.Reader = "folder-csv"
		return readSmall(t, read, problems...), nil
	}
	first := readSmall(t, dataset.Import{Reader: "folder-csv", Label: "outcome", Why: []string{"three tables share the column id"}}, problems...)
	o.Opening = NewOpening(&around, []string{"data"}, dataset.Import{}, first, nil)
	return o
}

// decision returns the question with that key.
func (o *openingDesk) decision(key string) Decision {
	for _, d := range o.Decisions() {
		if d.Key == key {
			return d
		}
	}
	return Decision{}
}

func TestDecisionsAreReadAnew(t *testing.T) {
	o := newOpeningDesk(t)
	seen := 0
	o.Observe(func() { seen++ })
	if o.Document() == nil {
		t.Fatal("what was read cannot be opened")
	}
	if d := o.decision("label"); d.Text != "" || d.Recognised != "outcome" || !cmp.Equal(d.Options, []string{"outcome", "x", "y"}) {
		t.Errorf("the label: %+v", d)
	}
	if err := o.Set(t.Context(), "missing", `-9, "a,b"`); err != nil {
		t.Fatal(err)
	}
	if o.Document() != nil || !o.Reading() || seen != 1 {
		t.Error("while the data are read anew, the old can be opened")
	}
	ask := <-o.asks
	if d := cmp.Diff(dataset.Import{Missing: []string{"-9", "a,b"}}, ask.imp); d != "" || ask.paths[0] != "data" {
		t.Errorf("read %v: %s", ask.paths, d)
	}
	ask.answer <- nil
	o.k.wait("the reading", func() bool { return !o.Reading() })
	if doc := o.Document(); doc == nil || !cmp.Equal(doc.Data.Import.Missing, []string{"-9", "a,b"}) || seen != 2 {
		t.Errorf("read anew: %+v, shown %d times", doc, seen)
	}
	if got := o.decision("missing").Text; got != `-9, "a,b"` {
		t.Errorf("the decision is %q", got)
	}
}

func TestSameAnswerReadsNothing(t *testing.T) {
	o := newOpeningDesk(t)
	for _, text := range []string{"", "  ", ", "} {
		if err := o.Set(t.Context(), "drop", text); err != nil || o.Reading() {
			t.Errorf("%q: %v, reading %v", text, err, o.Reading())
		}
	}
}

func TestNewerDecisionsWin(t *testing.T) {
	o := newOpeningDesk(t)
	set := func(label string) reading {
		if err := o.Set(t.Context(), "label", label); err != nil {
			t.Fatal(err)
		}
		return <-o.asks
	}
	old, fresh := set("x"), set("y")
	if old.ctx.Err() == nil || fresh.ctx.Err() != nil {
		t.Errorf("the old reading goes on: %v, the newer one: %v", old.ctx.Err(), fresh.ctx.Err())
	}
	fresh.answer <- nil
	o.k.wait("the newer one", func() bool { return !o.Reading() })
	old.answer <- errors.New("stopped")
	(<-o.k.queue)() // what the old one brings
	if doc := o.Document(); doc == nil || doc.Data.Import.Label != "y" {
		t.Errorf("what is open: %+v, %v", doc, o.Err())
	}
}

func TestClosingStopsReading(t *testing.T) {
	o := newOpeningDesk(t)
	seen := 0
	if err := o.Set(t.Context(), "label", "x"); err != nil {
		t.Fatal(err)
	}
	ask := <-o.asks
	o.Observe(func() { seen++ })
	o.Close()
	if ask.ctx.Err() == nil {
		t.Error("the reading goes on")
	}
	ask.answer <- nil
	(<-o.k.queue)()
	if seen != 0 {
		t.Error("a closed preview shows something")
	}
}

func TestBadDecisionsChangeNothing(t *testing.T) {
	o := newOpeningDesk(t)
	for key, text := range map[string]string{"reader": "csv", "delimiter": "x", "image-size": "big", "sample-rate": "-1", "missing": `"open`, "colour": "red", "join": "luck"} {
		if err := o.Set(t.Context(), key, text); err == nil || o.Reading() {
			t.Errorf("%s %q: %v, reading %v", key, text, err, o.Reading())
		}
	}
}

// After an error the last dataset stays in sight, cannot be opened, and another
// decision can be taken.
func TestErrorsOfDecisionsAreShown(t *testing.T) {
	o := newOpeningDesk(t)
	if err := o.Set(t.Context(), "reader", "manifest"); err != nil {
		t.Fatal(err)
	}
	(<-o.asks).answer <- &dataset.UserError{What: "it is no manifest", Try: "Choose another one; --join case takes them as one."}
	o.k.wait("the error", func() bool { return !o.Reading() })
	if o.Err() == nil || o.Document() != nil || len(o.Preview().Rows) != 3 {
		t.Errorf("%v, %v, %d rows", o.Err(), o.Document(), len(o.Preview().Rows))
	}
	offer, ok := o.OfferOfError()
	if !ok || offer.Title != "Join ids: case" {
		t.Fatalf("the error offers %+v", offer)
	}
	if err := o.Accept(t.Context(), offer); err != nil {
		t.Fatal(err)
	}
	ask := <-o.asks
	if d := cmp.Diff(dataset.Import{Reader: "manifest", Join: []string{"case"}}, ask.imp); d != "" {
		t.Error(d)
	}
	ask.answer <- nil
	o.k.wait("the dataset", func() bool { return o.Document() != nil })
}

func TestFirstErrorsCanBeCorrected(t *testing.T) {
	o := NewOpening(newDesk(t).around, []string{"data"}, dataset.Import{}, nil, errors.New("odd"))
	if o.Document() != nil || len(o.Decisions()) == 0 || o.Preview().Title == "" {
		t.Error("nothing was read, and nothing can be decided")
	}
	for _, c := range []struct {
		err  error
		want bool
	}{
		{&dataset.UserError{What: "no layout fits"}, true},
		{&dataset.UserError{What: "not there", Err: fs.ErrNotExist}, false},
		{context.Canceled, false},
	} {
		if Correctable(c.err) != c.want {
			t.Errorf("%v: %v", c.err, !c.want)
		}
	}
}

func TestRemarksOfferDecisions(t *testing.T) {
	o := newOpeningDesk(t)
	for done, want := range map[string]Offer{
		"kept apart as different records; --join case takes them as one": {"Join ids: case", "join", "case"},
		"kept as numbers; --missing 'age=0' makes them missing":          {"Missing: age=0", "missing", "age=0"},
		"left out; --feature annotation keeps it":                        {"Keep annotation", "feature", "annotation"},
		"write --group ward.":                                            {"Group: ward", "groups", "ward"},
		"kept; --label COLUMN chooses another, or --split-column part":   {"Split: part", "split", "part"},
		"the tables are read; --reader manifest reads the files":         {"Read as manifest", "reader", "manifest"},
		"kept as numbers; --kind 'a b.csv:thal=category' makes them":     {"Kind: a b.csv:thal=category", "kinds", "a b.csv:thal=category"},
		"kept as numbers; --kind FILE:COLUMN=category makes those one":   {},
		"taken as it is": {},
		"a network cannot help; --epochs 3 is no decision about the data":    {},
		"compare with --split group:subject keeps a subject on one side":     {},
		"--label COLUMN chooses another; nothing else is offered in general": {},
	} {
		got, ok := o.OfferOf(dataset.Problem{Done: done})
		if got != want || ok != (want != Offer{}) {
			t.Errorf("%q offers %+v, want %+v", done, got, want)
		}
	}
	if err := o.Accept(t.Context(), Offer{"drop a", "drop", "a,b"}); err != nil {
		t.Fatal(err)
	}
	ask := <-o.asks
	ask.answer <- nil
	if !cmp.Equal(ask.imp.Drop, []string{"a,b"}) {
		t.Errorf("dropped: %q", ask.imp.Drop)
	}
	if _, ok := o.OfferOf(dataset.Problem{Done: `--drop 'a,b' leaves it out`}); ok {
		t.Error("a decision is offered that has been taken")
	}
}

func TestPreviewSaysHowAndWhy(t *testing.T) {
	o := newOpeningDesk(t, dataset.Problem{File: "a.csv", What: "a guess", Done: "read as such"}, dataset.Problem{File: "b.csv", What: "odd", Done: "the line is left out"})
	p := o.Preview()
	if p.Why != "three tables share the column id" || !strings.Contains(p.Words, "120 records, 33 % incomplete") {
		t.Errorf("%+v", p)
	}
	if want := []string{"b.csv: odd; the line is left out", "a.csv: a guess; read as such"}; !cmp.Equal(p.Remarks, want) {
		t.Errorf("remarks %q", p.Remarks)
	}
	if p.Rows[0][1] != "2 numbers" {
		t.Errorf("the table is read as %q", p.Rows[0][1])
	}
}

func TestSharesAreNeverRoundedAway(t *testing.T) {
	for x, want := range map[float64]string{0: "0 %", 1.0 / 3000: "<1 %", 0.25: "25 %", 2999.0 / 3000: ">99 %", 1: "100 %"} {
		if got := percentWords(x); got != want {
			t.Errorf("%g is %q, want %q", x, got, want)
		}
	}
}

func TestRemarksAreWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "remarks.csv")
	if err := WriteRemarks(file, []dataset.Problem{{File: "a.csv", Row: 2, What: "odd", Done: "left out"}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || string(text) != "file,row,column,what,done\na.csv,2,,odd,left out\n" {
		t.Errorf("%q, %v", text, err)
	}
}

// The preview looks at every cell of the data, so it is made once for each
// reading, not at every letter that is typed.
func TestPreviewIsMadeOncePerReading(t *testing.T) {
	o := newOpeningDesk(t)
	before := o.Preview()
	for _, b := range o.data.Blocks {
		for k := range b.Numbers.Data {
			b.Numbers.Data[k] = math.NaN()
		}
	}
	if diff := cmp.Diff(before, o.Preview()); diff != "" {
		t.Error("the cells were looked at once more:", diff)
	}
}

// TestCellsOfThePreview: what stands in the table of modalities is decided there,
// and is what flags would say; a modality that is left out stays in sight.
func TestCellsOfThePreview(t *testing.T) {
	o := newOpeningDesk(t)
	set := func(row, column int, text string) dataset.Import {
		t.Helper()
		d, ok := o.Cell(row, column)
		if !ok {
			t.Fatalf("cell %d, %d cannot be changed", row, column)
		}
		if err := o.Set(t.Context(), d.Key, text); err != nil {
			t.Fatal(err)
		}
		return o.asked
	}
	for i := range o.data.Blocks { // they come from tables
		if o.data.Import.Files == nil {
			o.data.Import.Files = map[string]dataset.FileImport{}
		}
		o.data.Import.Files[o.data.Blocks[i].Modality.Source] = dataset.FileImport{IDs: []string{"rec"}, Delimiter: ";"}
	}
	if row := NewPreview(o.data).Rows[1]; strings.Join(row[:5], "|") != "image|2 numbers|rec||;" {
		t.Errorf("the row says %q", row)
	}
	set(1, nameColumn, "scan")
	set(1, kindColumn, "categories")
	set(1, idColumn, "rec, visit")
	set(1, missingColumn, "-9, 99")
	asked := set(2, kindColumn, "left out")
	want := dataset.Import{Names: map[string]string{"image": "scan"}, Kinds: []string{"image.csv:x=category", "image.csv:y=category"},
		Missing: []string{"image.csv:*=-9", "image.csv:*=99"}, Without: []string{"sound"},
		Files: map[string]dataset.FileImport{"image.csv": {IDs: []string{"rec", "visit"}}}}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("decided:\n%s", diff)
	}
	flags := shell.Line(readingFlags(asked)...)
	if !strings.Contains(flags, "--rename image=scan --without sound --kind image.csv:x=category --kind image.csv:y=category") ||
		!strings.Contains(flags, "--missing 'image.csv:*=-9'") || !strings.Contains(flags, "--file-id image.csv=rec,visit") {
		t.Errorf("as flags: %s", flags)
	}
	set(1, idColumn, "")
	set(1, missingColumn, "")
	set(1, kindColumn, "")
	if asked = set(1, nameColumn, ""); len(asked.Names)+len(asked.Files)+len(asked.Kinds)+len(asked.Missing) > 0 {
		t.Errorf("taken back: %+v", asked)
	}
	o.data.Import.Without, o.data.Blocks = asked.Without, o.data.Blocks[:2]
	o.data.Blocks[1].Files = make([]string, o.data.Records()) // images in files
	for row, column := range map[int]int{1: missingColumn, 2: nameColumn} {
		d, _ := o.Cell(row, column)
		if err := o.Set(t.Context(), d.Key, "x"); err == nil {
			t.Errorf("row %d: %q is decided of what has no table", row, d.Title)
		}
	}
	if d, ok := o.Cell(2, kindColumn); !ok || d.Text != "left out" {
		t.Errorf("what is left out cannot be brought back: %+v", d)
	}
	if _, ok := o.Cell(0, decidedColumns); ok {
		t.Error("what is counted can be changed")
	}
}

// A name that --rename cannot give is no name in the preview.
func TestNamesFitIntoFlags(t *testing.T) {
	o := newOpeningDesk(t)
	if d, _ := o.Cell(1, nameColumn); o.Set(t.Context(), d.Key, "a=b") == nil {
		t.Error("a modality has a name that no flag can give it")
	}
}

// TestLoneIDs: ids that one source alone knows are counted.
func TestLoneIDs(t *testing.T) {
	d := small(t)
	if words := loneWords(d); words != ", 10 ids only in table.csv" { // of every 12th record all but the table is missing
		t.Errorf("it says %q", words)
	}
}
