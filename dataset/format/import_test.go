package format_test

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// place is data that may lie somewhere, and what is decided about them.
type place struct {
	name   string
	files  map[string]string
	open   string // path in the folder; "" for the folder
	imp    dataset.Import
	reader string // the layout that they have
}

// npy is an array of numbers as NumPy writes it.
func npy(shape string, values ...float64) string {
	head := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }", shape)
	head += strings.Repeat(" ", 127-10-len(head)) + "\n"
	out := []byte("\x93NUMPY\x01\x00")
	out = append(out, byte(len(head)), byte(len(head)>>8))
	out = append(out, head...)
	for _, x := range values {
		bits := math.Float64bits(x)
		for k := range 8 {
			out = append(out, byte(bits>>(8*k)))
		}
	}
	return string(out)
}

// sameName has a column site in two tables, with other values.
var sameName = with(one("blood.csv", study("id,crp,site", 12, func(i int) string { return fmt.Sprintf("p%02d,%d.5,s%d", i, i, i%3) })),
	one("groups.csv", study("id,site", 12, func(i int) string { return fmt.Sprintf("p%02d,g%d", i, i%2) })))

// Nothing is lost where two groups are called alike.
func TestGroupsOfOneName(t *testing.T) {
	d := openFiles(t, sameName)
	if g := d.Groups; len(g) != 2 || g["site"][2] != "s2" || g["groups.csv:site"][3] != "g1" {
		t.Errorf("groups %v", g)
	}
	wantProblem(t, d, "groups.csv", "Column:site", "another table has a group of this name", `"groups.csv:site"`)
}

// limited has limits of detection in columns of whole numbers, of fractions, and of
// numbers that may be negative, in another order than the labels.
var limited = with(one("blood.csv", "id,n,crp,excess\np4,> 200,2.5,-1.5\np3,7,≤ .01,<-3\np2,<5,&lt;0.3,2.5\np1,31,1.25,>=4.5\n"), one("labels.csv", lines("id,label", 4, "p%[1]d,@")))

// TestLimitsOfDetection: what becomes of them is a choice, and their bounds are
// those of the record and column.
func TestLimitsOfDetection(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		how    string
		n, crp float64 // of p2
		bounds map[string][]dataset.Bound
		done   string
	}{
		{"", 5, 0.3, nil, "the limit itself is taken"},
		{dataset.LimitRoot2, 5 / math.Sqrt2, 0.3 / math.Sqrt2, nil, "√2"},
		{dataset.LimitImputed, math.NaN(), math.NaN(), map[string][]dataset.Bound{
			"p4": {{Column: 0, Low: 201, High: inf}},
			"p3": {{Column: 1, Low: 0, High: 0.01}, {Column: 2, Low: -inf, High: -3}},
			"p2": {{Column: 0, Low: 0, High: 4}, {Column: 1, Low: 0, High: 0.3}},
			"p1": {{Column: 2, Low: 4.5, High: inf}},
		}, "taken as missing, to be filled within"},
	} {
		d, err := openWith(t, writeFiles(t, limited), dataset.Import{Censored: c.how})
		if err != nil {
			t.Fatal(err)
		}
		v := d.All()
		for i := range v.Len() {
			if diff := cmp.Diff(c.bounds[v.ID(i)], v.Bounds(i, 0), cmpopts.IgnoreFields(dataset.Bound{}, "Limit")); diff != "" {
				t.Errorf("%q: %s: %s", c.how, v.ID(i), diff)
			}
			if row := v.Row(i, 0); v.ID(i) == "p2" && !cmp.Equal(row, []float64{c.n, c.crp, 2.5}, cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-12, 0)) {
				t.Errorf("%q: p2 has %v", c.how, row)
			}
		}
		wantProblem(t, d, "Column:crp", "2 cells are limits of detection", c.done)
		told, err := format.WriteFolder(filepath.Join(t.TempDir(), "written"), d.All())
		if lost := len(told) == 1 && strings.Contains(told[0].What, "known: 6"); err != nil || lost != (c.bounds != nil) {
			t.Errorf("%q: writing tells %v, %v", c.how, told, err)
		}
		hidden := d.View([]int{0, 1, 2, 3}, dataset.NewMask("all", 4, 1, func(int, int) bool { return true }))
		if c.bounds != nil && hidden.Bounds(0, 0) != nil {
			t.Error("a mask shows what it hides")
		}
	}
	if err := format.Check(dataset.Import{Censored: "half"}); err == nil || !strings.Contains(err.Error(), "root2") {
		t.Errorf("%v", err)
	}
}

// places have every layout and every odd thing that a decision is about.
func places() []place {
	rows := lines("id,crp,wbc,label", 12, "p%02[1]d,%[1]d.5,1%[1]d.25,@")
	captions := study("image,caption,label", 12, func(i int) string {
		return fmt.Sprintf("img/p%02d.png,a caption %d of this picture,%s", i/2+1, i, classWords[i/2%2])
	})
	long := study("sample,view,feature,value", 24, func(i int) string {
		return fmt.Sprintf("p%02d,%s,%s,%s", i/4, []string{"blood", "scan"}[i%2], []string{"a", "b"}[i/2%2], noise(i))
	})
	return []place{
		{"tables", with(beside("blood.csv", blood), one("scan.csv", lines("id,vol", 10, "p%02[1]d,%[1]d.25")), one("split.csv", study("id,split", 12, func(i int) string {
			return fmt.Sprintf("p%02d,%s", i+1, []string{"train", "test"}[i%2])
		})), one("groups.csv", lines("id,ward", 12, "p%02[1]d,@"))), "", dataset.Import{}, "folder-csv"},
		{"one table", one("data.csv", rows), "data.csv", dataset.Import{}, "folder-csv"},
		{"a table with everything", one("data.csv", study("record,site,split,day,sex,note,name,code,outcome", 40, func(i int) string {
			return fmt.Sprintf("%d,%s,%s,%02d.03.2024,%s,the patient %d is well and happy,N%dx,%s,%s", i+7, classWords[i%2], []string{"train", "val", "test"}[i%3],
				i%28+1, []string{"f", "m", "?"}[i%3], i, i*i, []string{"1.5", "unknown", "-99", "3.25"}[i%4], classWords[i/2%2])
		})), "", dataset.Import{}, "folder-csv"},
		{"a wide table", one("w.csv", lines("id,age,lab_a,lab_b,ecg_a,ecg_b,label", 12, "p%02[1]d,3%[1]d,%[1]d.5,1%[1]d.5,2%[1]d.25,3%[1]d.125,@")), "", dataset.Import{}, "wide-csv"},
		{"a long table", one("long.csv", long), "", dataset.Import{}, "long-csv"},
		{"a manifest", mixed, "", dataset.Import{}, "manifest"},
		{"a manifest without ids", with(pictures(6, "img/p%02d.png"), one("index.csv", captions)), "", dataset.Import{}, "manifest"},
		{"folders of media", with(pictures(12, "image/p%02d.png"), sounds(10, "audio/p%02d.wav"), one("labels.csv", labels(12)), one("blood.csv", blood)), "", dataset.Import{}, "media-folders"},
		{"folders of classes", with(pictures(6, "cat/a%02d.png"), pictures(6, "dog/b%02d.png")), "", dataset.Import{}, "class-folders"},
		{"folders of parts", with(pictures(6, "train/cat/a%02d.png"), pictures(6, "train/dog/b%02d.png"), pictures(4, "test/cat/c%02d.png"), pictures(4, "test/dog/d%02d.png")), "", dataset.Import{}, "class-folders"},
		{"folders of records", with(pictures(6, "s%02d/face.png"), sounds(6, "s%02d/voice.wav"), one("labels.csv", lines("id,label", 6, "s%02[1]d,@"))), "", dataset.Import{}, "record-folders"},
		{"files of parts", with(one("train.csv", lines("id,crp,wbc,label", 12, "p%02[1]d,%[1]d.5,1%[1]d.25,@")), one("test.csv", lines("id,crp,wbc,label", 6, "q%02[1]d,%[1]d.5,1%[1]d.25,@"))), "", dataset.Import{}, "folder-csv"},
		{"JSON lines", one("data.jsonl", study("", 12, func(i int) string {
			return fmt.Sprintf(`{"id":"p%02d","crp":%d.5,"note":null,"label":%q}`, i, i, classWords[i%2])
		})), "", dataset.Import{}, "folder-csv"},
		{"arrays", with(one("blood.npy", npy("6, 2", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, math.NaN())), one("scan.npy", npy("6, 1", 1, 2, 3, 4, 5, 7)), one("y.npy", npy("6,", 0, 1, 0, 1, 0, 1))), "", dataset.Import{}, "arrays"},
		{"another charset, semicolons and commas", one("d.csv", "id;größe;sitz\np1;1,5;K\xf6ln\np2;-3,25;Bonn\np3;1.234,5;K\xf6ln\np4;7,5;Bonn\n"), "", dataset.Import{}, "folder-csv"},
		{"an archive", one("all.zip", zipped("blood.csv", blood)), "all.zip", dataset.Import{}, "folder-csv"},
		{"a packed table", one("blood.csv.gz", gzipped(blood)), "", dataset.Import{}, "folder-csv"},
		{"one-hot labels", with(one("blood.csv", blood), one("labels.csv", study("id,cat,dog", 12, func(i int) string { return fmt.Sprintf("p%02d,%d,%d", i+1, i%2, 1-i%2) }))), "", dataset.Import{}, "folder-csv"},
		{"subject and visit", one("c.csv", study("subject_id,visit_id,age", 40, func(i int) string { return fmt.Sprintf("%d,%d,%d.5", i/2+1, i%2+1, 30+i) })), "", dataset.Import{}, "folder-csv"},
		{"neither ids nor a header", one("d.csv", "1.5,2\n3,4.5\n5,6\n"), "", dataset.Import{}, "folder-csv"},
		{"things beside the data", with(beside("blood.csv", blood), one("codebook.csv", "variable,meaning\ncrp,a protein\nwbc,white cells\n"), one("mask_half.csv", "id,blood\np01,0\n"), one("a note.txt", "nothing"), one("x.dcm", "DICM")), "", dataset.Import{}, "folder-csv"},
		{"groups of one name", sameName, "", dataset.Import{}, "folder-csv"},
		{"ids that are joined", with(one("blood.csv", lines("id,crp", 12, "p%02[1]d,%[1]d.5")), one("scan.csv", lines("id,vol", 12, "P%[1]d,%[1]d.25"))), "", dataset.Import{Join: []string{"spelling"}}, "folder-csv"},
		{"a table of a chosen reader", one("w.csv", lines("id,lab_a,lab_b,ecg_a,ecg_b", 12, "p%02[1]d,%[1]d.5,1%[1]d.5,2%[1]d.25,3%[1]d.125")), "", dataset.Import{Reader: "folder-csv"}, "folder-csv"},
		{"limits of detection", limited, "", dataset.Import{Censored: dataset.LimitImputed}, "folder-csv"},
		{"chosen columns", one("data.csv", lines("id,u,v,w,kind", 12, "p%02[1]d,%[1]d.5,1%[1]d.25,%[1]d,@")), "", dataset.Import{Label: "kind", Missing: []string{"u=3.5"}, Drop: []string{"w"},
			Modalities: []dataset.ModalityImport{{Name: "one", Columns: []string{"u"}}, {Name: "two", Columns: []string{"v"}}}}, "folder-csv"},
		{"a column that tells the label", one("data.csv", study("id,b,marker,label", 60, func(i int) string {
			return fmt.Sprintf("p%02d,%s,%d.5,%s", i, noise(i), 100*(i/3%2)+i%7, classWords[i/3%2])
		})), "", dataset.Import{}, "folder-csv"},
	}
}

// What came out of reading is what reading starts from: with the import of a
// dataset the same dataset is read, and the import is the same. So it is once
// the import was kept in a file.
func TestReadingAgainIsTheSame(t *testing.T) {
	for _, p := range places() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for name, content := range p.files {
				files[name] = string(made(name, content))
			}
			path := filepath.Join(writeFiles(t, files), filepath.FromSlash(p.open))
			first, err := openWith(t, path, p.imp)
			if err != nil {
				t.Fatal(err)
			}
			if first.Format != p.reader || first.Import.Reader != p.reader {
				t.Errorf("read as %s, the import says %s; want %s", first.Format, first.Import.Reader, p.reader)
			}
			if err := format.Check(first.Import); err != nil {
				t.Errorf("the import is refused: %v", err)
			}
			for _, imp := range []dataset.Import{first.Import, kept(t, first.Import)} {
				again, err := openWith(t, path, imp)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(first.Import, again.Import); diff != "" {
					t.Errorf("the import: first (-), again (+)\n%s", diff)
				}
				if first.Hash() != again.Hash() {
					t.Errorf("other data:\n%v %v %v\n%v %v %v", first.Names(), first.Classes, first.Groups, again.Names(), again.Classes, again.Groups)
				}
			}
		})
	}
}

// kept is an import after it has been in a file.
func kept(t *testing.T, imp dataset.Import) dataset.Import {
	t.Helper()
	text, err := json.Marshal(imp)
	if err != nil {
		t.Fatal(err)
	}
	var back dataset.Import
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// about is an import of what is decided about one file.
func about(file string, f dataset.FileImport) dataset.Import {
	return dataset.Import{Files: map[string]dataset.FileImport{file: f}}
}

// columnOf is an import of what is decided about one column of data.csv.
func columnOf(name string, c dataset.ColumnImport) dataset.Import {
	return about("data.csv", dataset.FileImport{Columns: map[string]dataset.ColumnImport{name: c}})
}

// Every field of an import does what it says.
func TestDecisionsAreObeyed(t *testing.T) {
	data := one("data.csv", lines("id,u,v,kind,label", 12, "p%02[1]d,%[1]d.5,1%[1]d,k@,@"))
	twoIDs := one("data.csv", lines("id,code,u", 12, "p%02[1]d,k%02[1]d,%[1]d.5"))
	sites := one("data.csv", study("id,u,where,when", 12, func(i int) string {
		return fmt.Sprintf("p%02d,%d.5,%s,%s", i, i, []string{"north", "south", "west"}[i%3], []string{"train", "test"}[i%2])
	}))
	two := with(one("a.csv", lines("id,u", 12, "p%02[1]d,%[1]d.5")), one("b.csv", lines("id,u", 12, "p%02[1]d,%[1]d.5")))
	zeros := with(one("a.csv", study("id,u,v", 12, func(i int) string { return fmt.Sprintf("p%02d,%d,%d", i, i%3, 2*(i%3)) })), one("b.csv", lines("id,w", 12, "p%02[1]d,%[1]d.5")))
	words := one("data.csv", study("id,u,v", 12, func(i int) string {
		return fmt.Sprintf("p%02d,%s,%d.5", i, []string{"mild", "None", "severe"}[i%3], i)
	}))
	checkSituations(t, []situation{
		{name: "label", files: data, imp: dataset.Import{Label: "kind"}, want: "classes kno=6 kyes=6"},
		{name: "label of a file", files: with(data, one("labels.csv", lines("id,label", 12, "p%02[1]d,z@"))), imp: dataset.Import{Label: "data.csv:label"}, want: "classes no=6 yes=6"},
		{name: "id", files: twoIDs, imp: dataset.Import{ID: "code"}, want: "records 12\n* k03 u = 3.5"},
		{name: "groups", files: sites, imp: dataset.Import{Groups: []string{"where"}}, want: "group where=3\n* table 12: u\nparts train=6 test=6\nsays when + read as the split"},
		{name: "split", files: sites, imp: dataset.Import{Split: "when"}, want: "parts train=6 test=6\n* table 12: u where"},
		{name: "missing everywhere", files: data, imp: dataset.Import{Missing: []string{"3.5", "14"}}, want: "* p03 u = missing\n* p04 v = missing\n* p03 v = 13\n* p04 u = 4.5"},
		{name: "missing in a column", files: one("data.csv", lines("id,u,v", 12, "p%02[1]d,%[1]d,%[1]d")), imp: dataset.Import{Missing: []string{"u=3"}, Features: []string{"u", "v"}}, want: "* p03 u = missing\n* p03 v = 3"},
		{name: "missing in a column of a file", files: two, imp: dataset.Import{Missing: []string{"a.csv:u=3.5"}}, want: "a p03 u = missing\nb p03 u = 3.5"},
		{name: "missing as zeros", files: zeros, imp: dataset.Import{Missing: []string{"a=zeros"}}, want: "a table 8\na p00 is sentinel\na p01 u = 1\nb table 12\nsays 4 rows + only 0 + taken as missing"},
		{name: "values", files: words, imp: dataset.Import{Values: []string{"None"}}, want: "* p01 u = None"},
		{name: "values in a column", files: words, imp: dataset.Import{Values: []string{"u=None"}}, want: "* p01 u = None"},
		{name: "values in another column", files: words, imp: dataset.Import{Values: []string{"v=None"}}, want: "* p01 u = missing"},
		{name: "drop", files: data, imp: dataset.Import{Drop: []string{"v", "kind"}}, want: "* table 12: u"},
		{name: "drop in one file", files: with(two, one("b.csv", lines("id,u,w", 12, "p%02[1]d,%[1]d.5,1%[1]d.5"))), imp: dataset.Import{Drop: []string{"b.csv:u"}}, want: "a table 12: u\nb table 12: w"},
		{name: "drop the label", files: data, imp: dataset.Import{Drop: []string{"label"}}, want: "labelled 0\n* table 12: u v kind"},
		{name: "features", files: data, imp: dataset.Import{Features: []string{"label"}}, want: "labelled 0\n* table 12: u v kind label\n* p01 label = no"},
		{name: "features of names", files: one("data.csv", lines("id,u,name", 60, "p%02[1]d,%[1]d.5,n%[1]dx")), imp: dataset.Import{Features: []string{"name"}}, want: "* table 60: u name\n* p03 name = n3x"},
		{name: "modalities", files: data, imp: dataset.Import{Modalities: []dataset.ModalityImport{{Name: "one", Columns: []string{"v"}}, {Name: "two", Columns: []string{"data.csv:u", "kind"}}}},
			want: "modalities one two\none table 12: v\ntwo table 12: u kind\nclasses no=6 yes=6"},
		{name: "a column in no modality", files: data, imp: dataset.Import{Modalities: []dataset.ModalityImport{{Name: "one", Columns: []string{"v", "v"}}}}, want: "modalities one\none table 12: v\none p03 v = 13\nsays u, kind + 2 columns stand in none of the modalities"},
		{name: "a modality of text", files: words, imp: dataset.Import{Modalities: []dataset.ModalityImport{{Name: "said", Kind: dataset.Text, Columns: []string{"u"}}, {Name: "rest", Columns: []string{"v"}}}},
			want: "modalities rest said\nsaid text 8\nsaid p00 = mild"},
		{name: "reader", files: one("w.csv", lines("id,lab_a,lab_b,ecg_a,ecg_b", 12, "p%02[1]d,%[1]d.5,1%[1]d.5,2%[1]d.25,3%[1]d.125")), imp: dataset.Import{Reader: "folder-csv"}, want: "modalities w\nw table 12: lab_a lab_b ecg_a ecg_b"},
		{name: "delimiter", files: one("data.csv", "id,u;v\np1,1;2\np2,3;4\n"), imp: dataset.Import{Delimiter: ";", ID: "id,u"}, want: "records 2\n* table 2: v\n* p1,1 v = 2"},
		{name: "delimiter by name", files: one("data.csv", "id u,x v\np1 1,5 2\np2 3,5 4\n"), imp: dataset.Import{Delimiter: "space"}, want: "records 2\n* table 2: u,x v\nnumber data p1 v 2"},
		{name: "delimiter of one file", files: with(one("a.csv", "id;u\np1;1.5\np2;2.5\n"), one("b.csv", "id|v\np1|1.5\np2|2.5\n")), imp: about("b.csv", dataset.FileImport{Delimiter: "|"}), want: "a table 2: u\nb table 2: v"},
		{name: "decimal point", files: one("data.csv", "id;u\np1;1.234\np2;2.345\n"), imp: dataset.Import{Decimal: "."}, want: "number data p1 u 1.234"},
		{name: "decimal comma", files: one("data.csv", "id;u\np1;1.234\np2;2.345\n"), imp: dataset.Import{Decimal: ","}, want: "number data p1 u 1234"},
		{name: "charset", files: one("data.csv", "id,u,wo\np1,1.5,\xa3\xf3d\xbc\np2,2.5,Bonn\np3,3.5,\xa3\xf3d\xbc\np4,4.5,Bonn\n"), imp: dataset.Import{Charset: "iso-8859-2"}, want: "data p1 wo = Łódź"},
		{name: "charset of one file", files: one("data.csv", "id,u,wo\np1,1.5,\xa3\xf3d\xbc\np2,2.5,Bonn\np3,3.5,\xa3\xf3d\xbc\np4,4.5,Bonn\n"), imp: about("data.csv", dataset.FileImport{Charset: "iso-8859-2"}), want: "data p1 wo = Łódź"},
		{name: "no header", files: one("data.csv", "id,u\np1,1.5\np2,2.5\n"), imp: about("data.csv", dataset.FileImport{Header: "none"}), want: "records 3\nmodalities data"},
		{name: "a header of numbers", files: one("data.csv", "7,8\n1,1.5\n2,2.5\n"), imp: withID(about("data.csv", dataset.FileImport{Header: "first"}), "7"), want: "records 2\n* table 2: 8\n* 1 8 = 1.5"},
		{name: "a role", files: with(one("a.csv", lines("id,u", 12, "p%02[1]d,%[1]d.5")), one("b.csv", lines("id,kind", 12, "p%02[1]d,@"))), imp: about("b.csv", dataset.FileImport{Role: "labels"}), want: "modalities a\nclasses no=6 yes=6"},
		{name: "left out", files: two, imp: about("b.csv", dataset.FileImport{Role: "left out"}), want: "modalities a\nrecords 12"},
		{name: "a table of labels as data", files: with(one("a.csv", lines("id,u", 12, "p%02[1]d,%[1]d.5")), one("labels.csv", lines("id,kind,v", 12, "p%02[1]d,@,1%[1]d.5"))), imp: about("labels.csv", dataset.FileImport{Role: "data"}), want: "modalities a labels\nlabels table 12: kind v\nlabelled 0"},
		{name: "numbers as categories", files: one("data.csv", study("id,u,v", 12, func(i int) string { return fmt.Sprintf("p%02d,%d,%d.5", i, i%3, i) })), imp: columnOf("u", dataset.ColumnImport{Kind: dataset.CategoryColumn}), want: "* p02 u = 2\nnumber data p02 u 2"},
		{name: "words as text", files: words, imp: columnOf("u", dataset.ColumnImport{Kind: dataset.TextColumn}), want: "u text 12\nu p00 = mild"},
		{name: "numbers as words", files: one("data.csv", lines("id,u,v", 12, "p%02[1]d,%[1]d,%[1]d.5")), imp: columnOf("u", dataset.ColumnImport{Kind: dataset.WordsColumn}), want: "* table 12: v"},
		{name: "words that stand for missing", files: words, imp: columnOf("u", dataset.ColumnImport{Missing: []string{"mild"}}), want: "* p00 u = missing\n* p02 u = severe"},
		{name: "the day first", files: one("data.csv", "id,u,day\np1,1.5,03/04/2024\np2,2.5,05/04/2024\np3,3.5,07/04/2024\n"), imp: columnOf("day", dataset.ColumnImport{Kind: dataset.DateColumn, Layout: "02/01/2006"}), want: "* p2 day = 05/04/2024\nnumber data p2 day 2"},
		{name: "the month first", files: one("data.csv", "id,u,day\np1,1.5,03/04/2024\np2,2.5,05/04/2024\np3,3.5,07/04/2024\n"), imp: columnOf("day", dataset.ColumnImport{Kind: dataset.DateColumn, Layout: "01/02/2006"}), want: "* p2 day = 05/04/2024\nnumber data p2 day 61"},
	})
}

// withID adds the column of ids to an import.
func withID(imp dataset.Import, id string) dataset.Import {
	imp.ID = id
	return imp
}

// Each kind of near miss is joined where the import says so, and only then.
func TestEveryJoin(t *testing.T) {
	for _, c := range []struct{ join, one, other string }{
		{"case", "p%02[1]d", "P%02[1]d"},
		{"number", "%[1]d", "%[1]d.0"},
		{"padding", "p%03[1]d", "p%[1]d"},
		{"marks", "p-%02[1]d", "p_%02[1]d"},
		{"ending", "p%02[1]d", "p%02[1]d.png"},
		{"spelling", "p%[1]d", "P_%02[1]d.png"},
		{"letters", "p%02[1]d", "р%02[1]d"},
		{"stem", "p%02[1]d", "p%02[1]d_image"},
		{"prefix", "p%02[1]d", "sub-p%02[1]d"},
	} {
		t.Run(c.join, func(t *testing.T) {
			dir := writeFiles(t, with(one("a.csv", lines("id,u", 12, c.one+",%[1]d.5")), one("b.csv", lines("id,v", 12, c.other+",%[1]d.25")), one("labels.csv", lines("id,label", 12, c.other+",@"))))
			_, err := openWith(t, dir, dataset.Import{})
			wantUserError(t, err, "shares no id", "--join")
			d, err := openWith(t, dir, dataset.Import{Join: []string{c.join}})
			if err != nil {
				t.Fatal(err)
			}
			if d.Records() != 12 || d.Presence.Count(0) != 12 || d.Presence.Count(1) != 12 || len(d.Labelled()) != 12 {
				t.Fatalf("%d records %v, %d and %d present, %d labelled", d.Records(), d.IDs, d.Presence.Count(0), d.Presence.Count(1), len(d.Labelled()))
			}
			for i := range d.IDs {
				if u, v := d.Blocks[0].Row(i)[0], d.Blocks[1].Row(i)[0]; u-0.25 != v {
					t.Errorf("record %s: %g beside %g", d.IDs[i], u, v)
				}
			}
			wantProblem(t, d, "12 ids are alike", "--join "+c.join)
		})
	}
	checkSituations(t, []situation{
		{name: "label", files: with(one("blood.csv", blood), one("labels.csv", strings.Replace(labels(12), "p01,no", "p01,No", 1))), imp: dataset.Import{Join: []string{"label"}}, want: "classes no=6 yes=6"},
		{name: "path", files: edited(mixed, "img/p", "pictures/P"), imp: dataset.Import{Join: []string{"path"}}, want: mixedRead + "image image 12"},
	})
}

// Joins act together: ids that differ in spelling and by what stands in front
// are offered as one record, and joined where both are asked for.
func TestJoinsTogether(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"three tables": with(one("a.csv", lines("id,u", 12, "P-%03[1]d,%[1]d.5")), one("b.csv", lines("id,v", 12, "%[1]d,%[1]d.25")), one("labels.csv", lines("id,label", 12, "p%[1]d,@"))),
		"two tables":   with(one("a.csv", lines("id,u,label", 12, "P-%03[1]d,%[1]d.5,@")), one("b.csv", lines("id,v", 12, "%[1]d,%[1]d.25"))),
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeFiles(t, files)
			_, err := openWith(t, dir, dataset.Import{})
			wantUserError(t, err, "shares no id", "--join spelling")
			d, err := openWith(t, dir, dataset.Import{Join: []string{"prefix", "spelling"}})
			if err != nil {
				t.Fatal(err)
			}
			if d.Records() != 12 || len(d.Labelled()) != 12 {
				t.Fatalf("%d records %v, %d labelled", d.Records(), d.IDs, len(d.Labelled()))
			}
			for i := range d.IDs {
				if u, v := d.Blocks[0].Row(i)[0], d.Blocks[1].Row(i)[0]; u-0.25 != v {
					t.Errorf("record %s: %g beside %g", d.IDs[i], u, v)
				}
			}
		})
	}
	// Some ids meet as they are: the rest must not be lost without a word.
	some := with(one("a.csv", lines("id,u,label", 12, "P-%03[1]d,%[1]d.5,@")), one("b.csv", lines("id,v", 12, "%[1]d,%[1]d.25")+"P-001,0.5\n"))
	d, err := openWith(t, writeFiles(t, some), dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	wantProblem(t, d, "11 ids are alike but for more in front of the id and spelling", "--join spelling --join prefix")
}

// A column that no table has is a slip of the pen, wherever it is named.
func TestUnknownColumns(t *testing.T) {
	dir := writeFiles(t, beside("blood.csv", blood))
	for name, imp := range map[string]dataset.Import{
		"label": {Label: "crpp"}, "id": {ID: "crpp"}, "split": {Split: "crpp"}, "groups": {Groups: []string{"crpp"}}, "drop": {Drop: []string{"wbc", "crpp"}},
		"features": {Features: []string{"crpp"}}, "modalities": {Modalities: []dataset.ModalityImport{{Name: "m", Columns: []string{"wbc", "crpp"}}}},
		"missing": {Missing: []string{"crpp=-9"}}, "values": {Values: []string{"crpp=None"}}, "column of a file": about("blood.csv", dataset.FileImport{Columns: map[string]dataset.ColumnImport{"crpp": {Kind: dataset.NumberColumn}}}),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openWith(t, dir, imp)
			wantUserError(t, err, `"crpp"`, "crp, wbc")
		})
	}
	d, err := openWith(t, dir, about("blod.csv", dataset.FileImport{Delimiter: ";"}))
	if err != nil {
		t.Fatal(err)
	}
	wantProblem(t, d, "blod.csv", "not there", "left out")
}
