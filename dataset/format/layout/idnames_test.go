package layout

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIDColumns(t *testing.T) {
	for _, tt := range []struct {
		names string
		want  []int
	}{
		{"crp,id,label", []int{1}},
		{"patient,crp,id", []int{2, 0}}, // the better name first
		{",id,crp", []int{1, 0}},        // row names come last
		{"Unnamed: 0,crp,PatientID", []int{2, 0}},
		{",crp,label", []int{0}},
		{"crp,,label", nil}, // an empty header between others names nothing
		{"index,study_uid,crp", []int{1, 0}},
		{"crp,gridId,row_barcode", []int{1, 2}},
		{"acid,fluid,crp", nil}, // words that merely end so
		{"crp,wbc", nil},
	} {
		if diff := cmp.Diff(tt.want, IDColumns(strings.Split(tt.names, ","))); diff != "" {
			t.Errorf("%s: %s", tt.names, diff)
		}
	}
}
