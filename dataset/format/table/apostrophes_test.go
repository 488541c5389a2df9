package table

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIsFormula(t *testing.T) {
	for cell, want := range map[string]bool{
		"=1+1": true, "@home": true, "+cmd|' /C calc'!A0": true, "-2+3": true, "\t=1": true, "-": true, "- a list": true, "'=1": true, "''+x": true,
		"-5 mg": true, "": false, "a=b": false, "-5": false, "+1e-3": false, "-5 %": false, "-1.234,50": false, "-$5": false, "'tis": false, "1-2": false,
	} {
		if got := IsFormula(cell); got != want {
			t.Errorf("%q: %v", cell, got)
		}
	}
}

func TestWithoutApostrophes(t *testing.T) {
	made := New(t.Context(), "t.csv", []string{"id", "'=x"}, [][]string{{"'=1", "a", "'-5"}, {"'tis", "''@b", ""}}, Request{}).WithoutApostrophes()
	if diff := cmp.Diff([]string{"id", "=x"}, made.Names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"'tis", "'@b", ""}, {"=1", "a", "'-5"}}, made.Texts(1, 0)); diff != "" {
		t.Error(diff)
	}
}

// What is written with an apostrophe where need be comes back the same.
func FuzzApostrophes(f *testing.F) {
	for _, seed := range []string{"=1", "'=1", "''=1", "'", "-5", "'-5", "''-5", "-5 %", "'-5 %", "\t", "'\t=", "@", "'a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		written := cell
		if IsFormula(cell) {
			written = "'" + cell
		}
		if got := withoutApostrophes([]string{written})[0]; got != cell {
			t.Errorf("%q was written as %q and read as %q", cell, written, got)
		}
	})
}
