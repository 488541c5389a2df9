package format_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

var nan = math.NaN()

// table is what a test expects of a modality of numbers.
type table struct {
	Columns []string
	Cells   []float64
	Causes  []dataset.Cause
}

func tableOf(d *dataset.Dataset, name string) table {
	m, err := d.ModalityIndex(name)
	if err != nil {
		return table{}
	}
	b := d.Blocks[m]
	var cells []float64
	for i := range d.IDs {
		row := b.Row(i)
		if row == nil {
			row = slices.Repeat([]float64{nan}, b.Numbers.Cols)
		}
		cells = append(cells, row...)
	}
	return table{b.Modality.Columns, cells, b.Causes}
}

func wantTable(t *testing.T, d *dataset.Dataset, name string, want table) {
	t.Helper()
	if diff := cmp.Diff(want, tableOf(d, name), cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("modality %s: want (-), got (+)\n%s", name, diff)
	}
}

// wantProblem checks that one of the problems says all the words.
func wantProblem(t *testing.T, d *dataset.Dataset, says ...string) {
	t.Helper()
	for _, p := range d.Problems {
		text, all := fmt.Sprintf("File:%s Row:%d Column:%s %s; %s", p.File, p.Row, p.Column, p.What, p.Done), true
		for _, s := range says {
			all = all && strings.Contains(text, s)
		}
		if all {
			return
		}
	}
	t.Errorf("no problem says %q:\n%+v", says, d.Problems)
}

func TestFolder(t *testing.T) {
	d := openFiles(t, map[string]string{
		"blood.csv":      "id,hb,wbc\np2,1,2\np1, ,\np4,5,6\n",
		"Age.tsv":        "years\tid\n30\tp1\n40\tp3\n",
		"labels.csv":     "id,label,age group\np3,10,old\np1,9,young\np2,,old\n",
		"split.csv":      "id,split\np1,train\np2,test\np3,train\np9,train\n",
		"groups.csv":     "id,ward\np1,A\n",
		"features.csv":   "modality,column,name\nblood,hb,haemoglobin\n",
		"mask_half.csv":  "id,blood\np1,0\n",
		"source.json":    "{}",
		".hidden.csv":    "id,x\np1,1\n",
		"notes/read.me":  "no data",
		"empty note.txt": "",
	})
	if diff := cmp.Diff([]string{"p3", "p1", "p2", "p4"}, d.IDs); diff != "" {
		t.Error(diff) // the order of the labels, then what only tables have
	}
	if diff := cmp.Diff([]string{"Age", "blood"}, d.Names()); diff != "" {
		t.Error(diff)
	}
	wantTable(t, d, "Age", table{[]string{"years"}, []float64{40, 30, nan, nan},
		[]dataset.Cause{dataset.Present, dataset.Present, dataset.NoRow, dataset.NoRow}})
	wantTable(t, d, "blood", table{[]string{"haemoglobin", "wbc"}, []float64{nan, nan, nan, nan, 1, 2, 5, 6},
		[]dataset.Cause{dataset.NoRow, dataset.AllNaN, dataset.Present, dataset.Present}})
	if diff := cmp.Diff([]string{"9", "10"}, d.Classes); diff != "" {
		t.Error(diff) // numbers in the order of numbers
	}
	if diff := cmp.Diff([]int{1, 0, dataset.NoLabel, dataset.NoLabel}, d.Labels); diff != "" {
		t.Error(diff)
	}
	want := map[string][]string{"split": {"train", "train", "test", ""}, "age group": {"old", "young", "old", ""}, "ward": {"", "A", "", ""}}
	if diff := cmp.Diff(want, d.Groups); diff != "" {
		t.Error(diff)
	}
	if d.Format != "folder-csv" || d.Blocks[1].Modality.Source != "blood.csv" {
		t.Errorf("read as %q from %q", d.Format, d.Blocks[1].Modality.Source)
	}
	wantProblem(t, d, "split.csv", "1 id is", "left out")
	wantProblem(t, d, "labels.csv", "1 record has no row there", "without a label")
}

// The same table in all its dresses.
func TestDresses(t *testing.T) {
	plain := "id,x,y\np1,1.5,2\np2,-3e2,\n"
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(plain))
	_ = z.Close()
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(plain)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, text := range map[string]string{
		"t.csv":           plain,
		"crlf/t.csv":      strings.ReplaceAll(plain, "\n", "\r\n"),
		"mac/t.csv":       strings.ReplaceAll(plain, "\n", "\r"),
		"tabs/t.csv":      strings.ReplaceAll(plain, ",", "\t"),
		"bars/t.psv":      strings.ReplaceAll(plain, ",", "|"),
		"comma/t.csv":     "id;x;y\np1;1,5;2\np2;-300,0;\n",
		"bom/t.csv":       "\ufeff" + plain,
		"gzip/t.csv.gz":   zipped.String(),
		"utf16/t.csv":     string(wide),
		"quotes/t.csv":    "\"id\",\"x\",y\r\n\"p1\",\"1.5\",2\r\np2,-3e2,\"\"\r\n",
		"blanks/t.csv":    "\n# made by hand\n id , x,y \n\n p1 , 1.5 ,2\n   \np2,-3e2, \n\n",
		"no end/t.csv":    strings.TrimSuffix(plain, "\n"),
		"words/t.csv":     "id,x,y\np1,1.5,2\np2,-3e2,NA\n",
		"row names/t.csv": "x,y\np1,1.5,2\np2,-3e2,NaN\n",
		"index/t.csv":     ",x,y\np1,1.5,2\np2,-3e2,\n",
		"other id/t.csv":  "x,Patient_ID,y\n1.5,p1,2\n-3e2,p2,\n",
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(writeFiles(t, map[string]string{name: text}), filepath.FromSlash(name))
			d, err := format.Open(t.Context(), file, format.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"p1", "p2"}, d.IDs); diff != "" {
				t.Error(diff)
			}
			wantTable(t, d, "t", table{[]string{"x", "y"}, []float64{1.5, 2, -300, nan}, make([]dataset.Cause, 2)})
			if len(d.Problems) != 0 {
				t.Errorf("problems %+v", d.Problems)
			}
		})
	}
}

func TestMissingStrings(t *testing.T) {
	words := []string{"", "NA", "N/A", "n/a", "NaN", "nan", "-nan", "null", "NULL", "None", "<NA>", "#N/A", "?", "."}
	var rows, labels strings.Builder
	for i, w := range words {
		fmt.Fprintf(&rows, "p%02d,%s,7\n", i, w)
		fmt.Fprintf(&labels, "p%02d,%s\n", i, w)
	}
	d := openFiles(t, map[string]string{"t.csv": "id,x,y\n" + rows.String() + "q,1,7\n", "labels.csv": "id,label\n" + labels.String() + "q,a\n"})
	for i := range words {
		if x := d.Blocks[0].Numbers.At(i, 0); !math.IsNaN(x) {
			t.Errorf("%q is read as %g", words[i], x)
		}
		if d.Labels[i] != dataset.NoLabel {
			t.Errorf("%q is a label", words[i])
		}
	}
}

func TestOddCells(t *testing.T) {
	var rows strings.Builder
	for i := range 40 {
		fmt.Fprintf(&rows, "p%d,%d,1\n", i, i%7)
	}
	d := openFiles(t, map[string]string{"t.csv": "id,u,v\n" + rows.String() + "q,nine,inf\n"})
	if x := d.Blocks[0].Numbers.Row(40); !math.IsNaN(x[0]) || !math.IsNaN(x[1]) || d.Blocks[0].Causes[40] != dataset.AllNaN {
		t.Errorf("row %v", x)
	}
	wantProblem(t, d, "Row:42", "Column:u", `"nine"`, "taken as missing")
	wantProblem(t, d, "Column:v", "infinite", "taken as missing")
}

func TestCategories(t *testing.T) {
	d := openFiles(t, map[string]string{"t.csv": "id,age,sex\na,1,m\nb,2,f\nc,3,NA\nd,4,m\n"})
	wantTable(t, d, "t", table{[]string{"age", "sex"}, []float64{1, 1, 2, 0, 3, nan, 4, 1}, make([]dataset.Cause, 4)})
	if diff := cmp.Diff([]dataset.Field{{Kind: dataset.Whole}, {Kind: dataset.Category, Levels: []string{"f", "m"}}}, d.Blocks[0].Modality.Fields); diff != "" {
		t.Error(diff)
	}
	var rows strings.Builder
	for i := range 60 {
		fmt.Fprintf(&rows, "p%d,1,w%d\n", i, i)
	}
	d = openFiles(t, map[string]string{"t.csv": "id,x,name\n" + rows.String()})
	if diff := cmp.Diff([]string{"x"}, d.Blocks[0].Modality.Columns); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "Column:name", "almost all different", "left out", "--feature name keeps it")
}

func TestSentencesInATable(t *testing.T) {
	d := openFiles(t, map[string]string{"notes.csv": "id,text\na,\"Felt well, \"\"mostly\"\".\nSlept.\"\nb,\nc,no complaints at all\n", "t.csv": "id,x\na,1\nb,2\nc,3\n"})
	b := d.Blocks[0]
	if b.Modality.Kind != dataset.Text || b.Texts[0] != "Felt well, \"mostly\".\nSlept." || b.Causes[1] != dataset.Null {
		t.Errorf("%+v", b)
	}
}

// A text and numbers beside it are two modalities; a text that is alone, with
// no label beside it, is called after its table.
func TestTextsInTables(t *testing.T) {
	rows := "a,slept well and long,1.5,x\nb,did not sleep at all,2.5,y\nc,woke up twice or so,4.5,x\n"
	for text, want := range map[string][]string{
		"id,text,score,label\n" + rows:                             {"text", "text table"},
		"id,said,score,label\n" + rows:                             {"said", "text"},
		"id,said\na,slept well and long\nb,did not sleep at all\n": {"text"},
	} {
		d := openFiles(t, map[string]string{"text.csv": text})
		if diff := cmp.Diff(want, slices.Sorted(slices.Values(d.Names()))); diff != "" {
			t.Error(diff)
		}
		if len(d.Problems) > 0 {
			t.Errorf("problems %+v", d.Problems)
		}
	}
}

func TestSuspectsAreKept(t *testing.T) {
	var rows strings.Builder
	for i := range 60 {
		fmt.Fprintf(&rows, "p%d,%d,%d,%d\n", i, 100+i, 10+i%7, i%2)
	}
	d := openFiles(t, map[string]string{"t.csv": "id,chol,score,sex\n" + rows.String() + "q,0,-99,0\n"})
	if row := d.Blocks[0].Numbers.Row(60); row[0] != 0 || row[1] != -99 {
		t.Errorf("suspected values were changed: %v", row)
	}
	wantProblem(t, d, "Column:chol", "one value of 0 stands apart", "may stand for missing", "kept")
	wantProblem(t, d, "Column:score", "one value of -99", "kept")
	if len(d.Problems) != 2 {
		t.Errorf("problems %+v", d.Problems)
	}
}

func TestLabelsAreNoFeatures(t *testing.T) {
	d := openFiles(t, map[string]string{"t.csv": "id,x,Label,split,site\na,1,yes,train,north\nb,2,no,test,south\n"})
	wantTable(t, d, "t", table{[]string{"x"}, []float64{1, 2}, make([]dataset.Cause, 2)})
	if diff := cmp.Diff([]string{"no", "yes"}, d.Classes); diff != "" {
		t.Error(diff)
	}
	if d.Splits[1] != "test" || d.Groups["site"][0] != "north" {
		t.Errorf("split %v, groups %v", d.Splits, d.Groups)
	}
	d = openFiles(t, map[string]string{"t.csv": "id,x,label\na,1,yes\nb,2,no\n", "labels.csv": "id,label\na,1\nb,2\n"})
	wantTable(t, d, "t", table{[]string{"x"}, []float64{1, 2}, make([]dataset.Cause, 2)})
	wantProblem(t, d, "t.csv", "Column:label", "labels are taken from labels.csv", "left out")
}

// Lines that are too short are padded, lines that are too long are lost; where
// more than a few are, so is the file.
func TestBrokenLines(t *testing.T) {
	var rows strings.Builder
	for i := range 20 {
		fmt.Fprintf(&rows, "p%02d,%d,%d\n", i, i%7, i%5)
	}
	d := openFiles(t, map[string]string{
		"plain.csv": "id,u,v\n" + rows.String() + "short,1\nlong,1,2,3\n",
		"junk.csv":  "",
	})
	if n := d.Records(); n != 21 || d.IDs[20] != "short" {
		t.Errorf("%d records, the last %s", n, d.IDs[n-1])
	}
	if row := d.Blocks[0].Row(20); row[0] != 1 || !math.IsNaN(row[1]) {
		t.Errorf("the short line is %v", row)
	}
	wantProblem(t, d, "File:plain.csv", "Row:22", "fewer cells", "what they lack is missing")
	wantProblem(t, d, "File:plain.csv", "Row:23", "long,1,2,3", "left out")
	wantProblem(t, d, "File:junk.csv", "empty")
	dir := writeFiles(t, map[string]string{"t.csv": "id,u,v\na,1,2\nb,1,2,3\nc,1,2\n"})
	_, err := format.Open(t.Context(), dir, format.Options{})
	wantUserError(t, err, "1 of 3 lines", "line 3", "b,1,2,3")
}

func TestNearMisses(t *testing.T) {
	d := openFiles(t, map[string]string{"a.csv": "id,x\nP01,1\nP2,2\nP3,3\n", "b.csv": "id,y\np1,1\nP2,2\nP03,2\nP3,3\n"})
	if d.Records() != 5 {
		t.Errorf("%d records: ids were joined", d.Records())
	}
	wantProblem(t, d, `"P01" (a.csv) and "p1" (b.csv)`, "kept apart")
	for _, p := range d.Problems {
		if strings.Contains(p.What, "P03") {
			t.Error("P03 and P3 are both in b.csv, so they are different records")
		}
	}
}

func TestNumberedRows(t *testing.T) {
	d := openFiles(t, map[string]string{"spam.csv": "x,y\n1,2\n3,4\n"})
	if diff := cmp.Diff([]string{"row1", "row2"}, d.IDs); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "spam.csv", "no column is called id", "numbered")
}

func TestDescription(t *testing.T) {
	d := openFiles(t, map[string]string{
		"a.csv": "id,f0,f1,f2,f3\np,0,0,1,1\n", "b.csv": "id,x\np,1\n", "c.csv": "id,label,y\np,5,6\n",
		"dataset.json": `{"modalities":[{"name":"b","kind":"audio"},{"name":"a","kind":"image","shape":[2,2]},{"name":"c","kind":"table","columns":2},{"name":"z","kind":"table"}]}`,
	})
	if diff := cmp.Diff([]string{"b", "a", "c"}, d.Names()); diff != "" {
		t.Error(diff)
	}
	if m := d.Blocks[1].Modality; m.Kind != dataset.Image || cmp.Diff([]int{2, 2}, m.Shape) != "" {
		t.Errorf("%+v", m)
	}
	wantTable(t, d, "c", table{[]string{"label", "y"}, []float64{5, 6}, make([]dataset.Cause, 1)})
	wantProblem(t, d, "dataset.json", `"b"`, "shape")
	wantProblem(t, d, "dataset.json", `"z"`, "no such modality")
	d = openFiles(t, map[string]string{"a.csv": "id,x\np,0\nq,4\n", "dataset.json": `{"modalities":[{"name":"a","kind":"table","fields":[{"kind":"date"}]}]}`})
	wantTable(t, d, "a", table{[]string{"x"}, []float64{0, 4}, make([]dataset.Cause, 2)})
	wantProblem(t, d, "dataset.json", `"a"`, "a date without a layout", "fields are left out")
	d = openFiles(t, map[string]string{"a.csv": "id,x\np,0\n", "dataset.json": "{"})
	wantProblem(t, d, "dataset.json", "no description in JSON", "left out")
}

func TestErrorsForPeople(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		open  string
		opt   format.Options
		says  []string
	}{
		{"no path", nil, "a/b/c", format.Options{}, []string{"does not exist", "last part that exists"}},
		{"empty folder", nil, "", format.Options{}, []string{"is empty", "one table per modality"}},
		{"nothing of use", map[string]string{"x.dat": "?", "y.bin": "?"}, "", format.Options{}, []string{"has no modality", "y.bin"}},
		{"only labels", map[string]string{"labels.csv": "id,label\na,1\n"}, "", format.Options{}, []string{"holds no dataset"}},
		{"no id", map[string]string{"a.csv": "u,v\n1,2\n", "b.csv": "s,t\n3,4\n"}, "", format.Options{}, []string{"a.csv has no id column", "u, v"}},
		{"an id with a kind", map[string]string{"a.csv": "id,u,v\np,1,2\n", "b.csv": "id,s\np,3\n"}, "", format.Options{Import: dataset.Import{Kinds: []string{"id=number"}}}, []string{"a.csv has no id column", "its column id is to hold values"}},
		{"nothing but empty cells", map[string]string{"a.csv": "id,x,y\np1,,\np2,,\n"}, "", format.Options{}, []string{"has no value: every cell", "codes for missing"}},
		{"duplicates", map[string]string{"a.csv": "id,x\np1,1\np2,2\np1,3\np1,4\np2,5\n"}, "", format.Options{}, []string{"2 ids occur more than once", `"p1" (lines 2, 4, 5)`, `"p2" (lines 3, 6)`}},
		{"duplicate labels", map[string]string{"a.csv": "id,x\np1,1\n", "labels.csv": "id,label\np1,1\np1,2\n"}, "", format.Options{}, []string{"labels.csv", "1 id occurs more than once"}},
		{"no values", map[string]string{"a.csv": "id\np1\n"}, "", format.Options{}, []string{"has no modality", "at least one column of values"}},
		{"no rows", map[string]string{"a.csv": "id,x\n"}, "", format.Options{}, []string{"has no records"}},
		{"empty file", map[string]string{"a.csv": ""}, "a.csv", format.Options{}, []string{"a.csv: the file is empty"}},
		{"binary file", map[string]string{"a.csv": "\x00\x00\x01\x02\xff\x00\x00\x00PK\x03"}, "a.csv", format.Options{}, []string{"no text file"}},
		{"MATLAB", map[string]string{"a.mat": "x"}, "a.mat", format.Options{}, []string{"a.mat cannot be read", "cut off or damaged"}},
		{"HDF5 in a folder", map[string]string{"b.h5": "x"}, "", format.Options{}, []string{"b.h5", "h5py"}},
		{"pickle", map[string]string{"b.pkl": "x"}, "b.pkl", format.Options{}, []string{"run code", "read_pickle"}},
		{"PyTorch", map[string]string{"b.pth": "x"}, "b.pth", format.Options{}, []string{"torch.load", "weights_only=True"}},
		{"unknown reader", map[string]string{"a.csv": "id,x\np,1\n"}, "", format.Options{Import: dataset.Import{Reader: "excel"}}, []string{`"excel"`, "folder-csv"}},
		{"forced manifest", map[string]string{"a.csv": "id,x\np,1\n"}, "", format.Options{Import: dataset.Import{Reader: "manifest"}}, []string{"cannot be read as manifest", "no table has a column of paths"}},
		{"forced folders", map[string]string{"a.csv": "id,x\np,1\n"}, "", format.Options{Import: dataset.Import{Reader: "media-folders"}}, []string{"cannot be read as media-folders", "no folder holds media"}},
		{"forced wide", map[string]string{"a.csv": "id,x\np,1\n", "b.csv": "id,x\np,1\n"}, "", format.Options{Import: dataset.Import{Reader: "wide-csv"}}, []string{"cannot be read as wide-csv", "have no prefixes in common"}},
		{"broken gzip", map[string]string{"a.csv.gz": "\x1f\x8bnot really"}, "", format.Options{}, []string{"a.csv.gz cannot be unpacked", "damaged"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := writeFiles(t, c.files)
			_, err := format.Open(t.Context(), filepath.Join(dir, filepath.FromSlash(c.open)), c.opt)
			wantUserError(t, err, c.says...)
		})
	}
}

func TestOpenStops(t *testing.T) {
	dir := writeFiles(t, map[string]string{"a.csv": "id,x\np,1\n"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := format.Open(ctx, dir, format.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}

// A word for the unknown in a column of numbers is taken for what it is, and
// said; numbers among words are levels.
func TestNumbersAmongWordsAreSaid(t *testing.T) {
	var rows strings.Builder
	for i := range 40 {
		age := fmt.Sprint(20 + i%9)
		if i%5 == 0 {
			age = "unknown yet"
		}
		fmt.Fprintf(&rows, "p%d,%s,%s\n", i, age, []string{"red", "2", "blue"}[i%3])
	}
	d := openFiles(t, map[string]string{"t.csv": "id,age,colour\n" + rows.String()})
	if row := d.Blocks[0].Row(0); !math.IsNaN(row[0]) || row[1] != 2 {
		t.Errorf("row %v", row)
	}
	wantProblem(t, d, "Column:age", `8 cells are "unknown yet"`, "taken as a code for missing")
	wantProblem(t, d, "Column:colour", "13 numbers of 40 among words", "a level of a category")
	if len(d.Problems) != 2 {
		t.Errorf("problems %+v", d.Problems)
	}
}
