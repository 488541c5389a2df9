package query

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
)

// ward has 12 records: a table with a number, a category and a date, and an
// image that every third record lacks.
func ward(t testing.TB) *dataset.Dataset {
	t.Helper()
	const n = 12
	d := dataset.Dataset{Name: "ward", Classes: []string{"ill", "well"}, Groups: map[string][]string{"site": nil}}
	fields := []dataset.Field{{}, {Kind: dataset.Category, Levels: []string{"blue", "red"}}, {Kind: dataset.Date, Layout: time.DateOnly, Epoch: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}}
	table := dataset.Block{Modality: dataset.Modality{Name: "table", Kind: dataset.Table, Columns: []string{"age", "colour", "day"}, Fields: fields}, Numbers: dataset.NewMissing(n, 3), Causes: make([]dataset.Cause, n)}
	image := dataset.Block{Modality: dataset.Modality{Name: "image", Kind: dataset.Table, Columns: []string{"x"}}, Numbers: dataset.NewMissing(n, 1), Causes: make([]dataset.Cause, n)}
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprintf("p%d", i+1))
		d.Labels = append(d.Labels, i%3-1) // every third has no label
		d.Groups["site"] = append(d.Groups["site"], []string{"north", "south", "", "far east"}[i%4])
		for j, x := range []float64{float64(20 + i), float64(i % 2), float64(i)} {
			table.Numbers.Set(i, j, x)
		}
		image.Numbers.Set(i, 0, 1)
		if i%3 == 0 {
			image.Causes[i] = dataset.NoFile
		}
	}
	table.Numbers.Set(5, 0, math.NaN())
	d.Blocks = []dataset.Block{table, image}
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestQueriesChooseRecords(t *testing.T) {
	s := Source{Data: ward(t), Split: &dataset.Split{Train: []int{0, 1}, Validation: []int{2}, Test: []int{3, 4}},
		Judged: func(string) ([]uint64, []uint64, error) { return []uint64{0b001}, []uint64{0b110}, nil }}
	cases := map[string][]int{
		`image missing`:                       {0, 3, 6, 9},
		`image missing because no-file`:       {0, 3, 6, 9},
		`image missing because null`:          {},
		`image present and site = north`:      {4, 8},
		`pattern = "image + table" and row<5`: {1, 2},
		`pattern = table`:                     {0, 3, 6, 9},
		`nothing missing and row <= 3`:        {1, 2},
		`something missing`:                   {0, 3, 6, 9},
		`label = ill`:                         {1, 4, 7, 10},
		`label missing`:                       {0, 3, 6, 9},
		`split = test or split = validation`:  {2, 3, 4},
		`id = p3`:                             {2},
		`id >= p9 and id <= p11`:              {8, 9, 10},
		`age >= 30`:                           {10, 11},
		`table.age < 22`:                      {0, 1},
		`age != 20 and row in 1-3`:            {1, 2},
		`age missing`:                         {5},
		`not age >= 20`:                       {5},
		`colour = red and row in 1-4, 12`:     {1, 3, 11},
		`day < 2020-01-03`:                    {0, 1},
		`site = "far east" and row <= 4`:      {3},
		`site contains EAST`:                  {3, 7, 11},
		`site missing`:                        {2, 6, 10},
		`find "far"`:                          {3, 7, 11},
		`find p12`:                            {11},
		`find 31`:                             {11},
		`wrong by anything`:                   {1, 2},
		`NOT (row in 2-12 OR row = 1)`:        {},
		`not (image missing or (site = south and not label = ill))`: {1, 2, 4, 7, 8, 10, 11},
	}
	for text, want := range cases {

		q, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		bits, err := q.Bits(s)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, Records(bits), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// TestHiddenCellsAreMissing hides the table of two records, one of which lacks a
// cell: what an experiment hides is missing in its columns, too, and still
// compares as it is.
func TestHiddenCellsAreMissing(t *testing.T) {
	d := ward(t)
	mask := dataset.NewMask("two", d.Records(), 2, func(i, m int) bool { return m == 0 && (i == 5 || i == 7) })
	s := Source{Data: d, Presence: mask.Apply(d.Presence)}
	for text, want := range map[string][]int{
		`age missing`:                            {5, 7},
		`colour missing`:                         {5, 7},
		`table.age present and row in 5-9`:       {4, 6, 8},
		`age missing and table missing`:          {5, 7},
		`age = 27`:                               {7},
		`"image.x" missing and not x present`:    {0, 3, 6, 9},
		`(age missing or x missing) and row > 6`: {6, 7, 9},
	} {
		q, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		bits, err := q.Bits(s)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, Records(bits), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// TestErrorsSayWhere finds the place of each error by the mark in the text.
func TestErrorsSayWhere(t *testing.T) {
	s := Source{Data: ward(t)}
	marked := map[string]string{
		`image ^`:                     "missing, present",
		`image missing ^site = north`: "and, or",
		`image missing and ^`:         "condition",
		`image missing because ^luck`: "cause",
		`(image missing^`:             "closed",
		`site = ^"north`:              "quote",
		`row in 1-3, ^x`:              "counted from 1",
		`row in ^0`:                   "counted from 1",
		`^and image missing`:          "quotes",
		`a ^!b`:                       "not",
		`ünï = 1 and ^smell missing`:  "no modality and no column",
		`^smell = strong`:             "there are id, label",
		`^pattern = smell`:            "image",
		`^age < old`:                  "no number",
		`^day = soon`:                 "2020-01-01",
		`^wrong by knn`:               "compared",
	}
	for text, word := range marked {

		at := strings.Index(text, "^")
		q, err := Parse(strings.Replace(text, "^", "", 1))
		if err == nil && strings.HasPrefix(text, "ünï") {
			q = q.Without(0)
		}
		if err == nil {
			_, err = q.Bits(s)
		}
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.What, word) || e.At != len([]rune(text[:at]))+1 {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := Parse(strings.Repeat("(", 100_000)); err == nil {
		t.Error("no end of parentheses")
	}
}

// anyTerm draws a term, of which others are parts as long as depth lasts.
func anyTerm(t *rapid.T, depth int) Term {
	kinds := []Kind{Missing, Present, Because, Exactly, Incomplete, Complete, Compared, Numbered, Found, Right, Wrong, Not, All, Any}
	if depth == 0 {
		kinds = kinds[:11]
	}
	text := func(what string) string {
		return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"and", "Row", "find", "a b", `"`, "1-2", "id", "\xff"})).Draw(t, what)
	}
	out := Term{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
	switch out.Kind {
	case Missing, Present, Right, Wrong:
		out.Name = text("name")
	case Because:
		out.Name, out.Value = text("name"), dataset.Cause(rapid.IntRange(1, int(dataset.Unsupported)).Draw(t, "cause")).String()
	case Exactly, Found:
		out.Value = text("value")
	case Compared:
		out.Name, out.Value = text("name"), text("value")
		out.Op = rapid.SampledFrom([]string{"=", "!=", "<", "<=", ">", ">=", "contains"}).Draw(t, "op")
	case Numbered:
		for range rapid.IntRange(1, 3).Draw(t, "spans") {
			from := rapid.IntRange(0, 50).Draw(t, "from")
			out.Rows = append(out.Rows, Span{from, from + rapid.IntRange(1, 9).Draw(t, "n")})
		}
	case Not:
		out.Terms = []Term{anyTerm(t, depth-1)}
	case All, Any:
		for range rapid.IntRange(2, 3).Draw(t, "parts") {
			out.Terms = append(out.Terms, anyTerm(t, depth-1))
		}
	}
	return out
}

func TestQueriesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Of(anyTerm(t, 2)).flat()
		back, err := Parse(q.String())
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		if d := cmp.Diff(q, back, cmpopts.IgnoreUnexported(Term{})); d != "" {
			t.Fatalf("%s: %s", q, d)
		}
	})
}

// TestBrushesAreSets says what And, Or and Inverted do by what they choose.
func TestBrushesAreSets(t *testing.T) {
	s := Source{Data: ward(t)}
	pool := []string{"", "image missing", "site = north or row in 3-7", "age > 22 and label = ill", "not (row = 1)", "not row = 2"}
	rapid.Check(t, func(t *rapid.T) {
		set := func(q Query) []uint64 {
			bits, err := q.Bits(s)
			if err != nil {
				t.Fatal(err)
			}
			return bits
		}
		a, _ := Parse(rapid.SampledFrom(pool[1:]).Draw(t, "a"))
		b, _ := Parse(rapid.SampledFrom(pool[1:]).Draw(t, "b"))
		x, y := set(a)[0], set(b)[0]
		if set(a.And(b))[0] != x&y || set(a.Or(b))[0] != x|y || set(a.Inverted())[0] != (1<<12-1)&^x || set(a.And(b.Inverted()))[0] != x&^y {
			t.Fatalf("%s with %s", a, b)
		}
		if picked := Of(Rows(set(a), 12)); set(picked)[0] != x && x != 0 {
			t.Fatalf("%s became %s", a, picked)
		}
	})
}

func TestFindSaysWhere(t *testing.T) {
	d := ward(t)
	for text, want := range map[string][2]string{"SOUTH": {"site", "south"}, "p2": {"id", "p2"}, "red": {"table.colour", "red"}, "21": {"table.age", "21"}, "2020-01-02": {"table.day", "2020-01-02"}, "x": {}} {
		if column, value := Where(d, 1, text); column != want[0] || value != want[1] {
			t.Errorf("%s is found in %s: %s", text, column, value)
		}
	}
	bits, places, err := Find(context.Background(), d, "1")
	want := []Place{{"id", 4}, {"table.day", 8}} // p1, p10 to p12; the others by their dates in January
	if err != nil || Count(bits) != 12 || !slices.Equal(places, want) {
		t.Errorf("found in %v, want %v: %v", places, want, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Find(ctx, d, "south"); err == nil {
		t.Error("a search goes on when nobody waits for it")
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{`image missing and site = north`, `not (a = "b c" or row in 1-3, 7) and wrong by knn+mlp`, `find "x`, `pattern = a+b and c missing because no-row`, `((`, `a ! b`, `table.age missing and not age present`, `x contains y and z >= 3`} {
		f.Add(text)
	}
	s := Source{Data: ward(f)}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(q.String())
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q reads as %q, which reads as %q: %v", text, q, again, err)
		}
		_, _ = q.Bits(s)
		q.Words(Naming{Modalities: s.Data.Names()})
	})
}
