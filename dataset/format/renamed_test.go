package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// TestModalitiesAsDecided: what a modality is called, whether it is read, what its
// columns are and what stands for missing in one file are decisions; reading again
// with all that was decided gives the same dataset.
func TestModalitiesAsDecided(t *testing.T) {
	blood := one("blood.csv", study("id,crp,stage", 12, func(i int) string { return fmt.Sprintf("p%02d,%d.5,%d", i, i-1, 3+i%3) }))
	files := with(blood, one("urine.csv", study("id,ph", 12, func(i int) string { return fmt.Sprintf("p%02d,%d.5", i, i-1) })),
		one("labels.csv", lines("id,label", 12, "p%02[1]d,@")))
	folder := writeFiles(t, files)
	read := func(imp dataset.Import) *dataset.Dataset {
		t.Helper()
		d, err := openWith(t, folder, imp)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	imp := dataset.Import{Names: map[string]string{"blood": "serum"}, Kinds: []string{"stage=category"}, Missing: []string{"urine.csv:*=0.5"}}
	d := read(imp)
	serum := d.Blocks[0]
	if d.Names()[0] != "serum" || serum.Modality.Fields[1].Kind != dataset.Category || len(serum.Modality.Fields[1].Levels) != 3 {
		t.Errorf("read as %v, %+v", d.Names(), serum.Modality.Fields)
	}
	if n := d.Presence.Count(1); n != 11 || d.Presence.Count(0) != 12 {
		t.Errorf("urine is there in %d records", n)
	}
	if again := read(d.Import); again.Hash() != d.Hash() {
		t.Error("read again, the data are others")
	}
	imp.Without = []string{"urine"}
	if d := read(imp); len(d.Blocks) != 1 {
		t.Errorf("without urine: %v", d.Names())
	}
	imp.Without, imp.Names = nil, map[string]string{"blood": "urine"}
	if _, err := openWith(t, folder, imp); err == nil || !strings.Contains(err.Error(), `cannot both be called "urine"`) {
		t.Errorf("two of one name: %v", err)
	}
	if _, err := openWith(t, folder, dataset.Import{Names: map[string]string{"blood": "nothing"}}); err == nil || !strings.Contains(err.Error(), "a pattern of other modalities is called so") {
		t.Errorf("called like a pattern: %v", err)
	}
	d = read(dataset.Import{Names: map[string]string{"sound": "audio"}})
	wantProblem(t, d, "", "Column:sound", "no modality is recognised by this name", "its new name is of no use")
}

// Names with all that names may hold are decided about, and read again as they were.
func TestOddNamesAsDecided(t *testing.T) {
	cells := func(i int) string { return fmt.Sprintf("p%02d,%d.5,%d", i, i%5, 3+i%3) }
	files := with(one("a=b.csv", study(`id,"x=1,y",stage`, 12, cells)), one("血 'q'.csv", study(`id,"he ""said""",値:z`, 12, cells)),
		one("c,d.csv", study("id,u,v", 12, cells)), one("labels.csv", lines("id,label", 12, "p%02[1]d,@")))
	folder := writeFiles(t, files)
	imp := dataset.Import{Names: map[string]string{"a=b": `new, "name": ñ`, "血 'q'": "血"}, Without: []string{"c,d"},
		Kinds: []string{"x=1,y=category", "値:z=category"}, Missing: []string{"血 'q'.csv:*=0.5", "x=1,y=4.5"}}
	d, err := openWith(t, folder, imp)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Names(); len(got) != 2 || got[0] != `new, "name": ñ` || got[1] != "血" {
		t.Errorf("read as %q", got)
	}
	for m, column := range []int{0, 1} {
		if kind := d.Blocks[m].Modality.Fields[column].Kind; kind != dataset.Category {
			t.Errorf("column %s of %s is %v", d.Blocks[m].Modality.Columns[column], d.Names()[m], kind)
		}
	}
	if levels := d.Blocks[0].Modality.Fields[0].Levels; len(levels) != 4 { // 4.5 stands for missing
		t.Errorf("levels %q", levels)
	}
	again, err := openWith(t, folder, d.Import)
	if err != nil || again.Hash() != d.Hash() {
		t.Errorf("read again, the data are others (%v)", err)
	}
	if err := format.Check(dataset.Import{Names: map[string]string{"c,d": "x=y"}}); err == nil || !strings.Contains(err.Error(), `cannot be called "x=y"`) {
		t.Errorf("a name that no command can give: %v", err)
	}
}
