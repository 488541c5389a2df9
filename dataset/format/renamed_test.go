package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
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
	d = read(dataset.Import{Names: map[string]string{"sound": "audio"}})
	wantProblem(t, d, "", "Column:sound", "no modality is recognised by this name", "its new name is of no use")
}
