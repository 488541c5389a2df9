package format

import (
	"strings"
	"testing"

	"lacuna/dataset"
)

func TestEveryReaderIsExplained(t *testing.T) {
	for _, c := range append(Readers(), Joins()...) {
		if c.Name == "" || c.Help == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestDecisionsAreChecked(t *testing.T) {
	good := dataset.Import{
		Reader: "folder-csv", Charset: "windows-1252", Delimiter: "tab", Decimal: ",", Join: []string{"case", "padding"}, ImageSize: 64, SampleRate: 8000,
		Modalities: []dataset.ModalityImport{{Name: "a", Columns: []string{"x"}}, {Name: "b", Columns: []string{"x"}}},
		Files:      map[string]dataset.FileImport{"a.csv": {Charset: "utf-8", Delimiter: "||", Decimal: "."}},
	}
	for _, imp := range []dataset.Import{good, {}, {Delimiter: ";"}, {Delimiter: " "}, {Delimiter: "semicolon"}, {Delimiter: `\t`}} {
		if err := Check(imp); err != nil {
			t.Errorf("%+v: %v", imp, err)
		}
	}
	for _, c := range []struct {
		imp  dataset.Import
		says string
	}{
		{dataset.Import{Reader: "csv"}, "folder-csv"},
		{dataset.Import{Join: []string{"case", "luck"}}, `"luck"`},
		{dataset.Import{Charset: "klingon"}, `"klingon"`},
		{dataset.Import{Delimiter: "x"}, `"x"`},
		{dataset.Import{Delimiter: "\n"}, "separate cells"},
		{dataset.Import{Decimal: ";"}, "decimal mark"},
		{dataset.Import{ImageSize: -1}, "-1 pixels"},
		{dataset.Import{ImageSize: MostPixels + 1}, "1 to 1024"},
		{dataset.Import{SampleRate: -1}, "hertz"},
		{dataset.Import{Modalities: []dataset.ModalityImport{{Name: "a"}}}, "columns"},
		{dataset.Import{Modalities: []dataset.ModalityImport{{Name: "a", Columns: []string{"x"}}, {Name: "a", Columns: []string{"y"}}}}, "twice"},
		{dataset.Import{Files: map[string]dataset.FileImport{"a.csv": {Decimal: "comma"}}}, "decimal mark"},
	} {
		if err := Check(c.imp); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v, want %q", c.imp, err, c.says)
		}
	}
}
