package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

func TestFlagsGoBeforeAFile(t *testing.T) {
	modality := func(columns ...string) []dataset.ModalityImport {
		return []dataset.ModalityImport{{Name: "blood", Columns: columns}}
	}
	files := func(id, delimiter string) map[string]dataset.FileImport {
		f := dataset.FileImport{Delimiter: delimiter}
		if id != "" {
			f.IDs = []string{id}
		}
		return map[string]dataset.FileImport{"a.csv": f}
	}
	for _, tt := range []struct {
		name           string
		file, by, want dataset.Import
	}{
		{"another label", dataset.Import{Label: "a.csv:x"}, dataset.Import{Label: "y"}, dataset.Import{Label: "y"}},
		{"the label is dropped", dataset.Import{Label: "a.csv:x", ID: "id"}, dataset.Import{Drop: []string{"x"}}, dataset.Import{ID: "id", Drop: []string{"x"}}},
		{"the id becomes the label", dataset.Import{ID: "x"}, dataset.Import{Label: "a.csv:x"}, dataset.Import{Label: "a.csv:x"}},
		{"a group becomes a feature", dataset.Import{Groups: []string{"x", "y"}}, dataset.Import{Features: []string{"x"}}, dataset.Import{Groups: []string{"y"}, Features: []string{"x"}}},
		{"what was left out is a group", dataset.Import{Drop: []string{"x", "y"}}, dataset.Import{Groups: []string{"a.csv:x"}}, dataset.Import{Groups: []string{"a.csv:x"}, Drop: []string{"y"}}},
		{"what was left out is the id", dataset.Import{Drop: []string{"x"}}, dataset.Import{ID: "x"}, dataset.Import{ID: "x"}},
		{"a group stays one beside the split", dataset.Import{Split: "x"}, dataset.Import{Groups: []string{"x"}}, dataset.Import{Split: "x", Groups: []string{"x"}}},
		{"a column of a modality is dropped", dataset.Import{Modalities: modality("x", "y")}, dataset.Import{Drop: []string{"x"}}, dataset.Import{Modalities: modality("y"), Drop: []string{"x"}}},
		{"a column of another file", dataset.Import{Label: "a.csv:x"}, dataset.Import{Drop: []string{"b.csv:x"}}, dataset.Import{Label: "a.csv:x", Drop: []string{"b.csv:x"}}},
		{"the ids of one file", dataset.Import{Files: files("x", ";"), ID: "id"}, dataset.Import{Files: files("y", "")}, dataset.Import{Files: files("y", ";"), ID: "id"}},
		{"the separator of one file", dataset.Import{}, dataset.Import{Files: files("", "tab")}, dataset.Import{Files: files("", "tab")}},
		{"a code becomes a value", dataset.Import{Missing: []string{"-9", "0"}}, dataset.Import{Values: []string{"-9"}}, dataset.Import{Missing: []string{"0"}, Values: []string{"-9"}}},
	} {
		override(&tt.file, tt.by)
		if diff := cmp.Diff(tt.want, tt.file, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// Other data are read as the study read its own, flags before it: a code that is a
// value now is missing no more, and flags contradict each other only.
func TestDataAreReadLikeTheStudy(t *testing.T) {
	was := dataset.Import{Label: "x", Missing: []string{"-9", "0"}, Kinds: []string{"c=number"}, Names: map[string]string{"a": "serum", "b": "urine"}, ImageSize: 32, SampleRate: 8000}
	flags := dataset.Import{ID: "key", Values: []string{"-9"}, Kinds: []string{"c=category"}, Names: map[string]string{"b": "water"}, ImageSize: 16}
	want := dataset.Import{ID: "key", Missing: []string{"0"}, Values: []string{"-9"}, Kinds: []string{"c=number", "c=category"},
		Names: map[string]string{"a": "serum", "b": "water"}, ImageSize: 16, SampleRate: 8000}
	got, err := (&dataFlags{given: flags, like: likeStudy(was)}).decisions()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if was.Missing[0] != "-9" || was.Names["b"] != "urine" {
		t.Errorf("the study is changed: %v", was)
	}
}
