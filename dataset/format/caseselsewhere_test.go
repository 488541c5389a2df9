package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// Row names of a program are no ids where another column names the files or the
// rows of other tables; where nobody knows better, they stay.
func TestIDsThatAreKnownElsewhere(t *testing.T) {
	texts := several(12, "notes/x%02d.txt", "a word of %d")
	named := func(header string) map[string]string {
		return one("meta.csv", lines(header, 12, "%[1]d,x%02[1]d,%[1]d.5,@"))
	}
	read := "records 12\nmodalities meta notes\nmeta table 12: temp\nnotes text 12\nclasses no=6 yes=6\n"
	checkSituations(t, []situation{
		{name: "row names of pandas", files: with(texts, named(",recording,temp,label")), want: read + "says recording + its values are ids elsewhere"},
		{name: "a number called id", files: with(texts, named("id,recording,temp,label")), want: read + "says recording + its values are ids elsewhere"},
		{name: "another table", files: with(named(",recording,temp,label"), one("blood.csv", lines("recording_id,crp", 12, "x%02[1]d,%[1]d.25"))),
			want: "records 12\nmodalities blood meta\nclasses no=6 yes=6\nblood x03 crp = 3.25\nsays recording + its values are ids elsewhere"},
		{name: "asked for", files: with(texts, named("id,recording,temp,label")), imp: dataset.Import{ID: "id"}, want: "fails shares no id"},
		{name: "ids that meet", files: with(one("meta.csv", lines("id,recording,temp,label", 12, "x%02[1]d,y%02[1]d,%[1]d.5,@")), several(11, "notes/x%02d.txt", "a word of %d"), one("notes/y12.txt", "a word")),
			want: "records 13\nnotes text 12"},
	})
}

// What folders of classes tell is not asked for once more.
func TestClassesAreSaidOnce(t *testing.T) {
	d := openFiles(t, with(several(8, "cat/IMG_%d.txt", "a word of %d"), several(8, "dog/IMG_%d.txt", "a word of %d")))
	if len(d.Classes) != 2 || len(d.Labelled()) != 16 {
		t.Fatalf("classes %v, %d labelled", d.Classes, len(d.Labelled()))
	}
	for _, p := range d.Problems {
		if strings.Contains(p.What, "may be classes") {
			t.Errorf("said: %s; %s", p.What, p.Done)
		}
	}
}

// Columns that begin alike stay one table where their names are none of
// modalities, and it is said how to part them.
func TestPrefixesAreOffered(t *testing.T) {
	d := openFiles(t, one("cohort.csv", study("nr,Alter,Labor_a,Labor_b,Labor_c,MRT_a,MRT_b,MRT_c,Diagnose", 12, func(i int) string {
		return fmt.Sprintf("p%d,%d,%s,%s,%s,%s,%s,%s,%s", i, 40+i*7%30, noise(i), noise(i+1), noise(i+2), noise(i+3), noise(i+4), noise(i+5), classWords[i%2])
	})))
	if why := strings.Join(d.Import.Why, "; "); len(d.Blocks) > 1 || !strings.Contains(why, "begin with Labor, MRT; --reader wide-csv") {
		t.Errorf("modalities %v, because %q", d.Names(), why)
	}
}

// A code in several columns is declared once for all of them.
func TestCodeInSeveralColumns(t *testing.T) {
	code := func(i, j int) string {
		if i%5 == j {
			return "-999"
		}
		return noise(i + 7*j)
	}
	data := study("id,crp,wbc,label", 40, func(i int) string { return fmt.Sprintf("p%02d,%s,%s,%s", i, code(i, 0), code(i, 1), classWords[i/3%2]) })
	d := openFiles(t, one("data.csv", data))
	wantProblem(t, d, "16 values of -999", "--missing -999 makes them missing in all columns, --missing 'crp=-999' in one")
	d, err := openWith(t, writeFiles(t, one("data.csv", data)), dataset.Import{Missing: []string{"-999"}})
	if err != nil {
		t.Fatal(err)
	}
	if missing := d.Blocks[0].Row(0)[0] != d.Blocks[0].Row(0)[0] && d.Blocks[0].Row(1)[1] != d.Blocks[0].Row(1)[1]; !missing { // NaN
		t.Errorf("%v and %v", d.Blocks[0].Row(0), d.Blocks[0].Row(1))
	}
}
