package charts

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// In every order the complete pattern stands first, the rows of the strata stand
// as those of the patterns do, and no record is lost.
func TestPatternsAreOrdered(t *testing.T) {
	for _, order := range []PatternOrder{ByRecords, ByLack, ByScore, ByDifference} {
		in := small()
		in.Patterns, in.A, in.B = order, "attention", "mean+logistic"
		f, err := newPatterns(in)
		if err != nil {
			t.Fatal(err)
		}
		var rows []dataset.Pattern
		total := 0
		for g, group := range f.groups {
			rows, total = append(rows, group.Pattern), total+len(group.Records)
			for _, i := range group.Records[:1] {
				if f.groupOf[i] != int32(g) {
					t.Errorf("%s: record %d is in row %d, not %d", order, i, f.groupOf[i], g)
				}
			}
		}
		if !rows[0].Complete() || total != 600 {
			t.Errorf("%s: %v, %d records", order, rows, total)
		}
		key := in.patternKey()
		if !slices.IsSortedFunc(rows[1:], func(p, q dataset.Pattern) int {
			a, b := key(p), key(q)
			if !math.IsNaN(b) && (math.IsNaN(a) || a > b) {
				return 1
			}
			return 0
		}) {
			t.Errorf("%s: %v", order, rows)
		}
		s, err := newStrata(in)
		if err != nil {
			t.Fatal(err)
		}
		var strata []dataset.Pattern
		for _, r := range s.rows {
			if r.Kind == metric.OnePattern {
				strata = append(strata, r.Pattern)
			}
		}
		rows = slices.DeleteFunc(rows, func(p dataset.Pattern) bool { return !slices.Contains(strata, p) })
		if !slices.Equal(strata, rows) {
			t.Errorf("%s: strata %v, patterns %v", order, strata, rows)
		}
	}
}

// Grouped by what they lack, rows stand under sums that add up, with what is
// selected of them, and none covers another.
func TestSubtotals(t *testing.T) {
	in := small()
	in.Patterns, in.Selected = ByLack, make([]uint64, 10)
	in.Selected[0] = 1<<20 - 1
	f, err := newPatterns(in)
	if err != nil {
		t.Fatal(err)
	}
	sums := f.sums(0, len(f.groups))
	if len(sums) < 3 || sums[0].at != 0 || !strings.Contains(sums[0].words, "0 lacking: 1\u00a0pattern") {
		t.Fatalf("%+v", sums)
	}
	if text := f.Description().Long; !strings.Contains(text, sums[1].words) {
		t.Errorf("%q is not in %s", sums[1].words, text)
	}
	_, regions := canvas.Render(f, 500, 420, 1, canvas.Light(), nil)
	var rows []canvas.Region
	for _, r := range regions {
		if r.Kind == canvas.PatternRow || r.Kind == canvas.OtherRows {
			rows = append(rows, r)
		}
	}
	for k := range rows[1:] {
		if gap := rows[k+1].Rect.Top - rows[k].Rect.Bottom; gap < -0.01 {
			t.Errorf("row %d covers the next by %.1f", k, -gap)
		}
	}
}

// The notes are shown in a low chart where they are what is asked for.
func TestNotesStandBeforeRows(t *testing.T) {
	in := small()
	in.Why, in.Noted = []string{"Evidence against it.", "Absence is predicted."}, true
	c := canvas.Measuring(380, 210)
	noted, err := newPatterns(in)
	if err != nil {
		t.Fatal(err)
	}
	if u := newUpset(noted, canvas.NewPen(c, canvas.Light())); u.notes == 0 || u.shown < 1 {
		t.Errorf("notes %.0f high beside %d rows", u.notes, u.shown)
	}
}
