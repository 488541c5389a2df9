package format_test

import (
	"fmt"
	"testing"

	"lacuna/dataset"
)

func TestContradictions(t *testing.T) {
	table := one("data.csv", lines("id,site,crp,wbc,part,outcome", 12, "p%02[1]d,@here,%[1]d.5,%[1]d0,train,@"))
	wishes := map[string]dataset.Import{
		"--label":        {Label: "crp"},
		"--id":           {ID: "data.csv:crp"},
		"--split-column": {Split: "crp"},
		"--group":        {Groups: []string{"crp"}},
		"--feature":      {Features: []string{"crp"}},
		"--modality":     {Modalities: []dataset.ModalityImport{{Name: "blood", Columns: []string{"crp", "wbc"}}}},
		"--drop":         {Drop: []string{"crp"}},
	}
	both := func(a, b dataset.Import) dataset.Import {
		a.ID, a.Split, a.Groups, a.Features, a.Modalities, a.Drop = a.ID+b.ID, a.Split+b.Split, append(a.Groups, b.Groups...), append(a.Features, b.Features...), append(a.Modalities, b.Modalities...), append(a.Drop, b.Drop...)
		return a
	}
	var list []situation
	for _, pair := range [][2]string{
		{"--label", "--drop"}, {"--id", "--drop"}, {"--split-column", "--drop"}, {"--group", "--drop"}, {"--feature", "--drop"}, {"--modality", "--drop"},
		{"--label", "--id"}, {"--label", "--split-column"}, {"--label", "--feature"}, {"--label", "--modality"}, {"--id", "--split-column"},
		{"--id", "--feature"}, {"--id", "--modality"}, {"--split-column", "--feature"}, {"--split-column", "--modality"}, {"--group", "--feature"}, {"--group", "--modality"},
	} {
		list = append(list, situation{name: pair[0] + " and " + pair[1], files: table, open: "data.csv", imp: both(wishes[pair[0]], wishes[pair[1]]),
			want: fmt.Sprintf("fails data.csv:crp + (%s) + (%s)", pair[0], pair[1])})
	}
	manifest := with(one("data.csv", lines("id,picture,crp,label", 4, "p%02[1]d,img/%[1]d.png,%[1]d.5,@")), pictures(4, "img/%d.png"))
	checkSituations(t, append(list,
		situation{name: "a code that is missing and a value", files: table, open: "data.csv", imp: dataset.Import{Missing: []string{"-9"}, Values: []string{"-9"}}, want: `fails "-9" + --missing + --keep`},
		situation{name: "a code that is a value in one column", files: table, open: "data.csv", imp: dataset.Import{Missing: []string{"20"}, Values: []string{"crp=20"}}, want: "* p02 wbc = missing\n* p02 crp = 2.5"},
		situation{name: "an id that is a group, too", files: table, open: "data.csv", imp: dataset.Import{ID: "id", Groups: []string{"id"}}, want: "records 12\ngroup id=12"},
		situation{name: "a recognised id that is dropped", files: one("data.csv", lines("id,crp,label", 12, "p%02[1]d,%[1]d.5,@")), open: "data.csv",
			imp: dataset.Import{Drop: []string{"id"}}, want: "records 12\n* table 12: crp\nsays no column is called id + numbered"},
		situation{name: "a recognised id that is a feature", files: one("data.csv", lines("id,code,crp,label", 12, "%[1]d,p%02[1]d,%[1]d.5,@")), open: "data.csv",
			imp: dataset.Import{Features: []string{"id"}}, want: "records 12\n* table 12: id crp\n* p02 id = 2"},
		situation{name: "a dropped column of paths", files: manifest, imp: dataset.Import{Drop: []string{"picture"}}, want: "records 4\nmodalities table\ntable table 4: crp"},
	))
}
