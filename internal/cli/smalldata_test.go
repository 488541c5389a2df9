package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"lacuna/internal/rng"
)

// smallData is the script command "small FOLDER": 200 records of three classes in
// two sites with four modalities of a few numbers, named as the sample's are, a
// tenth to a third of which is absent. Scripts whose commands do heavy work use
// it, so that the work stays the same and its size does not.
func smallData(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: small FOLDER")
	}
	const records = 200
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
