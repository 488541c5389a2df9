package dataset_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lacuna/dataset"
)

func TestFieldFormat(t *testing.T) {
	epoch := time.Date(2023, 12, 31, 0, 0, 0, 0, time.UTC)
	whole := dataset.Field{Kind: dataset.Whole}
	colours := dataset.Field{Kind: dataset.Category, Levels: []string{"blue", "green", "red"}}
	for _, c := range []struct {
		name  string
		field dataset.Field
		x     float64
		want  string
	}{
		{"a million", whole, 1234567, "1234567"},
		{"a million in a quantity", dataset.Field{}, 1e6, "1000000"},
		{"2⁵³", whole, 1 << 53, "9007199254740992"},
		{"negative", whole, -40, "-40"},
		{"estimated children", whole, 1.526, "2"},
		{"no negative zero", whole, -0.2, "0"},
		{"zeros in front", dataset.Field{Kind: dataset.Whole, Width: 5}, 123, "00123"},
		{"more digits than the width", dataset.Field{Kind: dataset.Whole, Width: 5}, 1234567, "1234567"},
		{"negative with zeros", dataset.Field{Kind: dataset.Whole, Width: 3}, -7, "-007"},
		{"zeros and decimals", dataset.Field{Width: 2, Decimals: 1}, 7.5, "07.5"},
		{"two decimals", dataset.Field{Decimals: 2}, 1.5, "1.50"},
		{"two decimals of a whole", dataset.Field{Decimals: 2}, 3, "3.00"},
		{"more decimals than usual", dataset.Field{Decimals: 2}, 1.255, "1.255"},
		{"dollars", dataset.Field{Prefix: "$", Decimals: 2}, 1234.5, "$1234.50"},
		{"dollars owed", dataset.Field{Prefix: "$"}, -5, "-$5"},
		{"per cent", dataset.Field{Suffix: " %"}, 12.5, "12.5 %"},
		{"huge", dataset.Field{}, 1e308, "1e+308"},
		{"large without exponent", dataset.Field{}, 1e20, "100000000000000000000"},
		{"large and not exact", dataset.Field{}, -16064411770301022208, "-1.6064411770301022e+19"},
		{"tiny", dataset.Field{}, 2.5e-12, "2.5e-12"},
		{"small without exponent", dataset.Field{}, 0.0001, "0.0001"},
		{"zero", dataset.Field{}, 0, "0"},
		{"missing", whole, math.NaN(), ""},
		{"level", colours, 1, "green"},
		{"nearest level", colours, 1.7, "red"},
		{"below all levels", colours, -3, "blue"},
		{"beyond all levels", colours, 9, "red"},
		{"no levels", dataset.Field{Kind: dataset.Category}, 0, ""},
		{"date", dataset.Field{Kind: dataset.Date, Layout: "2006-01-02", Epoch: epoch}, 1, "2024-01-01"},
		{"estimated date", dataset.Field{Kind: dataset.Date, Layout: "02.01.2006", Epoch: epoch}, 59.7, "29.02.2024"},
		{"before the first", dataset.Field{Kind: dataset.Date, Layout: "01/02/06", Epoch: epoch}, -1, "12/30/23"},
		{"minutes", dataset.Field{Kind: dataset.Date, Layout: "2006-01-02 15:04", Epoch: epoch}, 1.75, "2024-01-01 18:00"},
		{"a second to midnight", dataset.Field{Kind: dataset.Date, Layout: "2006-01-02T15:04:05", Epoch: epoch}, 86399.0 / 86400, "2023-12-31T23:59:59"},
		{"centuries away", dataset.Field{Kind: dataset.Date, Layout: "2006-01-02", Epoch: epoch}, 365250, "3024-01-08"},
		{"beyond all dates", dataset.Field{Kind: dataset.Date, Layout: "2006", Epoch: epoch}, 1e300, "10237"},
	} {
		if got := c.field.Format(c.x); got != c.want {
			t.Errorf("%s: %g became %q, want %q", c.name, c.x, got, c.want)
		}
	}
}

// What was observed comes back as the same number.
func TestFieldFormatKeepsNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := dataset.Field{Decimals: rapid.IntRange(0, 4).Draw(t, "decimals"), Width: rapid.IntRange(0, 6).Draw(t, "width")}
		x := rapid.Float64().Draw(t, "x")
		if back, err := strconv.ParseFloat(f.Format(x), 64); err != nil || back != x {
			t.Fatalf("%v became %q: %v, %v", x, f.Format(x), back, err)
		}
	})
}

// Every moment that a layout can write comes back from its days.
func TestFieldFormatKeepsMoments(t *testing.T) {
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05.000"} {
		rapid.Check(t, func(t *rapid.T) {
			when := time.UnixMilli(rapid.Int64Range(-5e12, 5e12).Draw(t, "milliseconds")).UTC()
			word := when.Format(layout)
			written, err := time.Parse(layout, word)
			if err != nil {
				t.Fatal(err)
			}
			epoch := time.Date(rapid.IntRange(1900, 2100).Draw(t, "year"), 3, 1, 0, 0, 0, 0, time.UTC)
			days := float64(written.Unix()-epoch.Unix())/86400 + float64(written.Nanosecond())/86400e9
			if got := (dataset.Field{Kind: dataset.Date, Layout: layout, Epoch: epoch}).Format(days); got != word {
				t.Fatalf("%s became %s", word, got)
			}
		})
	}
}

func TestFieldLevel(t *testing.T) {
	f := dataset.Field{Kind: dataset.Category, Levels: []string{"no", "yes"}}
	if f.Level("yes") != 1 || f.Level("no") != 0 || f.Level("maybe") != -1 {
		t.Errorf("%d, %d, %d", f.Level("yes"), f.Level("no"), f.Level("maybe"))
	}
}
