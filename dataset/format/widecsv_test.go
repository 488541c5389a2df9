package format_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

func TestWide(t *testing.T) {
	text := "id,image_a,image_b,audio_x,audio_y,label,split,site\np1,1,2,3,4,u,train,s\np2,,,5,,v,test,s\n"
	for name, files := range map[string]map[string]string{
		"alone":  {"wide.csv": text},
		"points": {"wide.csv": strings.ReplaceAll(strings.ReplaceAll(text, "image_", "image."), "audio_", "audio.")},
		"beside": {"wide.csv": "key;image:a;image:b;audio:x;audio:y\np1;1;2;3;4\np2;;;5;\n", "labels.csv": "id,label,site\np1,u,s\np2,v,s\n", "split.csv": "id,split\np1,train\np2,test\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openFiles(t, files)
			if d.Format != "wide-csv" {
				t.Errorf("read as %s", d.Format)
			}
			wantTable(t, d, "image", table{[]string{"a", "b"}, []float64{1, 2, nan, nan}, []dataset.Cause{dataset.Present, dataset.AllNaN}})
			wantTable(t, d, "audio", table{[]string{"x", "y"}, []float64{3, 4, 5, nan}, make([]dataset.Cause, 2)})
			if diff := cmp.Diff([]int{0, 1}, d.Labels); diff != "" || d.Splits[1] != "test" || d.Groups["site"][0] != "s" {
				t.Error(diff, d.Splits, d.Groups)
			}
		})
	}
}

func TestWideWithLooseColumns(t *testing.T) {
	d := openFiles(t, map[string]string{"w.csv": "id,age,lab_a,lab_b,ecg_a,ecg_b\np,1,2,3,4,5\n"})
	if diff := cmp.Diff([]string{"table", "lab", "ecg"}, d.Names()); diff != "" {
		t.Error(diff)
	}
	wantTable(t, d, "table", table{[]string{"age"}, []float64{1}, make([]dataset.Cause, 1)})
	d = openFiles(t, map[string]string{"w.csv": "id,age,blood_pressure,heart_rate\np,1,2,3\n"})
	if diff := cmp.Diff([]string{"w"}, d.Names()); diff != "" {
		t.Error(diff)
	}
}
