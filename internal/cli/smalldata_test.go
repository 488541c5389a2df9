package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"lacuna/internal/rng"
)

// smallData is the script command "small FOLDER [RECORDS]": 200 records, or as many
// as are asked for, of three classes in
// two sites with four modalities of a few numbers, named as the sample's are, a
// tenth to a third of which is absent. Scripts whose commands do heavy work use
// it, so that the work stays the same and its size does not.
func smallData(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || len(args) > 2 {
		ts.Fatalf("usage: small FOLDER [RECORDS]")
	}
	records := 200
	if len(args) == 2 {
		var err error
		records, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	folder, r := ts.MkAbs(args[0]), rng.New(1).Rand()
	ts.Check(os.MkdirAll(folder, 0o755))
	var labels strings.Builder
	labels.WriteString("id,label,site\n")
	for i := range records {
		fmt.Fprintf(&labels, "s%03d,%s,%s\n", i, []string{"kite", "plover", "wren"}[i*7%3], []string{"coast", "forest"}[r.IntN(2)])
	}
	ts.Check(os.WriteFile(folder+"/labels.csv", []byte(labels.String()), 0o644))
	for m, name := range []string{"audio", "image", "table", "text"} {
		columns := 4 + m
		var text strings.Builder
		text.WriteString("id")
		for j := range columns {
			fmt.Fprintf(&text, ",%s%d", name[:2], j)
		}
		for i := range records {
			if r.Float64() < 0.1+0.08*float64(m) {
				continue
			}
			fmt.Fprintf(&text, "\ns%03d", i)
			for j := range columns {
				fmt.Fprintf(&text, ",%.3f", r.NormFloat64()+0.8*float64((i*7%3+j)%3))
			}
		}
		ts.Check(os.WriteFile(folder+"/"+name+".csv", []byte(text.String()+"\n"), 0o644))
	}
}

// fewerRecords is the script command "fewer FOLDER": of the sample that was written
// there, the 99 records before s100 stay.
func fewerRecords(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fewer FOLDER")
	}
	files, err := filepath.Glob(ts.MkAbs(args[0]) + "/*/s[1-9]*")
	ts.Check(err)
	for _, f := range files {
		ts.Check(os.Remove(f))
	}
	for _, name := range []string{"labels.csv", "table.csv"} {
		file := filepath.Join(ts.MkAbs(args[0]), name)
		text, err := os.ReadFile(file)
		ts.Check(err)
		var kept strings.Builder
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "s") || strings.HasPrefix(line, "s0") {
				kept.WriteString(line)
			}
		}
		ts.Check(os.WriteFile(file, []byte(kept.String()), 0o644))
	}
}
