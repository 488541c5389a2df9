package format_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// shared is the folder of real datasets that lies beside the source tree of
// some machines.
const shared = "../../../shared/data"

// realData returns the path of a real dataset, or skips.
func realData(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join(shared, name)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the dataset %s is not on this machine", name)
	}
	return dir
}

// origin is what source.json says of a dataset.
type origin struct {
	Records    int
	Modalities map[string]struct{ Records, Features int }
	Classes    map[string]int
	Split      map[string]int
	Patterns   map[string]int `json:"availability_patterns"`
}

// TestRealDatasets compares what is read with what source.json counts.
func TestRealDatasets(t *testing.T) {
	for _, name := range []string{"mfeat", "heart4", "rosmap", "threesources", "spam", "av_digits"} {
		t.Run(name, func(t *testing.T) {
			dir := realData(t, name)
			d, err := format.Open(t.Context(), dir, format.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range d.Problems {
				t.Logf("%+v", p)
			}
			data, err := os.ReadFile(filepath.Join(dir, "source.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want origin
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			patterns := map[string]int{}
			for label, n := range want.Patterns {
				patterns[sortedLabel(label)] = n
			}
			want.Patterns = patterns
			if diff := cmp.Diff(want, summary(d)); diff != "" {
				t.Errorf("source.json (-) and what was read (+) differ:\n%s", diff)
			}
		})
	}
}

// TestManifestOfRealMedia reads the sounds and images themselves.
func TestManifestOfRealMedia(t *testing.T) {
	d, err := format.Open(t.Context(), realData(t, "av_digits"), format.Options{Import: dataset.Import{Reader: "manifest"}})
	if err != nil {
		t.Fatal(err)
	}
	got := summary(d)
	want := origin{Records: 1500, Modalities: map[string]struct{ Records, Features int }{"image": {1500, 784}, "audio": {1500, 400}},
		Classes: got.Classes, Split: map[string]int{"train": 1050, "test": 450}, Patterns: map[string]int{"audio+image": 1500}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{28, 28}, d.Blocks[0].Modality.Shape); diff != "" {
		t.Error(diff)
	}
	if d.Groups["speaker"][0] != "jackson" {
		t.Errorf("speaker %q", d.Groups["speaker"][0])
	}
	if _, err := loadImage(t, d, 0, 7); err != nil {
		t.Error(err)
	}
	if s, err := loadSound(t, d, 1, 7); err != nil || s.Rate != 8000 {
		t.Error(s.Rate, err)
	}
}

func summary(d *dataset.Dataset) origin {
	o := origin{Records: d.Records(), Modalities: map[string]struct{ Records, Features int }{}, Classes: map[string]int{}, Patterns: map[string]int{}}
	for m, b := range d.Blocks {
		o.Modalities[b.Modality.Name] = struct{ Records, Features int }{d.Presence.Count(m), b.Numbers.Cols}
	}
	for _, l := range d.Labels {
		if l == dataset.NoLabel {
			o.Classes[""]++
		} else {
			o.Classes[d.Classes[l]]++
		}
	}
	for _, s := range d.Splits {
		if o.Split == nil {
			o.Split = map[string]int{}
		}
		o.Split[s]++
	}
	for _, p := range d.Presence.Patterns() {
		o.Patterns[sortedLabel(p.Pattern.Label(d.Names()))] = len(p.Records)
	}
	return o
}

// sortedLabel writes a pattern without the order of modalities.
func sortedLabel(label string) string {
	names := strings.Split(label, "+")
	slices.Sort(names)
	return strings.Join(names, "+")
}
