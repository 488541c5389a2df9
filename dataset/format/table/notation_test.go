package table

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

// Numbers that people write in other ways than computers are read, and it is
// said how. The values are those that the notation stands for.
func TestNotations(t *testing.T) {
	for _, c := range []struct {
		name, cells string
		want        []float64
		said        []string
	}{
		{"an error behind", "3±0.5|2.5 ± 0.1|4 +/- 1", []float64{3, 2.5, 4}, []string{`3 numbers have an error or an interval behind them, such as "3±0.5"`}},
		{"an error in a unit", "3 ± 0.5 mg|4 ± 1 mg", []float64{3, 4}, []string{"the number is taken"}},
		{"an interval behind", "5 (4-6)|0.5 [0.4, 0.6]|7.2 (6.5 – 8)", []float64{5, 0.5, 7.2}, []string{"3 numbers have an error or an interval"}},
		{"a share behind", "12 (34%)|7 (20 %)|9", []float64{12, 7, 9}, []string{"2 numbers have an error or an interval"}},
		{"brackets of accountants", "(3.5)|2.5|(1,234.5)", []float64{-3.5, 2.5, -1234.5}, []string{`2 numbers stand in brackets, such as "(3.5)" → read as negative`}},
		{"a minus behind", "5-|3|1.5-", []float64{-5, 3, -1.5}, []string{`2 numbers have a minus behind them, such as "5-" → read as negative`}},
		{"Fortran", "3.5D+01|1.2d-2|4", []float64{35, 0.012, 4}, []string{`2 numbers have an exponent with D, as Fortran writes, such as "3.5D+01"`}},
		{"Arabic-Indic digits", "٣٫٥|١٢|7", []float64{3.5, 12, 7}, []string{`2 numbers have digits of another script, such as "٣٫٥"`}},
		{"Devanagari digits", "२५|६१", []float64{25, 61}, []string{"digits of another script"}},
		{"Bengali, Thai and wide digits", "৩|๔|５", []float64{3, 4, 5}, []string{"digits of another script"}},
		{"powers of ten", "3.5x10^3|2·10^4|1.5×10³|-1.2*10**-2|10^3|10⁻²", []float64{3500, 20000, 1500, -0.012, 1000, 0.01}, []string{"6 numbers are written with a power of ten"}},
		{"a power in the unit", "3.5 x10^9/l|4 x10^9/l", []float64{3.5, 4}, nil},
		{"fractions of one sign", "½|1½|2 ¾|3", []float64{0.5, 1.5, 2.75, 3}, []string{"3 numbers are written as fractions of one sign"}},
		{"not exact", "~5|ca. 10|≈ 2.5|7", []float64{5, 10, 2.5, 7}, []string{`3 numbers are said not to be exact, such as "~5"`}},
		{"apostrophes of spreadsheets", "'3.5|'2.5|7", []float64{3.5, 2.5, 7}, []string{"2 numbers stand as text behind an apostrophe"}},
		{"two decimal marks", "1.5|2.25|1,5|0,25", []float64{1.5, 2.25, 1.5, 0.25}, []string{`2 numbers have another decimal mark than the "." of this column, such as "1,5"`}},
		{"thousands or decimals", "1.5|2.25|1,107|3.125", []float64{1.5, 2.25, 1107, 3.125}, []string{`1 number has a "," before three digits, such as "1,107" → taken to separate thousands, since decimals have a "."; --decimal "," says otherwise`}},
		{"thousands that are sure", "1.5|1,234,567|1,107", []float64{1.5, 1234567, 1107}, nil},
		{"a letter for millions", "1.2M|3.4K|500", []float64{1.2e6, 3400, 500}, []string{`numbers have different units: "K" (1), "M" (1), such as "1.2M" → read as thousands, millions`}},
		{"one letter alone is a unit", "1.2M|3.4M|5M", []float64{1.2, 3.4, 5}, nil},
		{"per cent and fractions", "12%|0.25|50 %|1", []float64{0.12, 0.25, 0.5, 1}, []string{`2 numbers have "%", such as "12%" → 2 others are fractions of 1, so 12% is read as 0.12`}},
		{"per cent without the sign", "12%|25|50%", []float64{12, 25, 50}, []string{`1 number has no "%", which others have → all are taken for the same`}},
		{"blanks before a sign", "12%|13 %|9\u00a0%|7%", []float64{12, 13, 9, 7}, nil},
		{"units of one family", "0 g|1 mg|5 kg|2 g", []float64{0, 0.001, 5000, 2}, []string{`numbers have different units: "g" (2), "kg" (1), "mg" (1), such as "1 mg" → converted to g`}},
		{"a family per something", "5 mg/dl|2 mg/dL|0.1 g/l|3 mg/dl", []float64{5, 2, 10, 3}, []string{"converted to mg/dl"}},
		{"two signs for micro", "5 µg|3 μg|2 ug|1 mcg", []float64{5, 3, 2, 1}, nil},
		{"hours and minutes", "2 h|30 min|90 min|1 h|3 h", []float64{2, 0.5, 1.5, 1, 3}, []string{"converted to h"}},
		{"one unit in three spellings", "5 mmHg|6 mmhg|7 MMHG", []float64{5, 6, 7}, nil},
		{"Kg and kg", "70 kg|80 Kg|65 KG", []float64{70, 80, 65}, nil},
		{"formulas among numbers", "3|4|=A1+B1|5|=SUM(A1:A9)", []float64{3, 4, nan, 5, nan}, []string{`2 cells are formulas of a spreadsheet without their values: "=A1+B1", "=SUM(A1:A9)"`}},
		{"ranges among numbers", "3|4|3-8|5|3-8|6", []float64{3, 4, nan, 5, nan, 6}, []string{`2 cells are ranges: "3-8"`}},
		{"another unit among many", "3 kg|4 kg|5 kg|6 kg|7 lb", []float64{3, 4, 5, 6, nan}, []string{`1 cell is a number without the sign "kg" of the others: "7 lb"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			col, have := typed(t, strings.Split(c.cells, "|"), Request{})
			if col.Import.Kind != dataset.NumberColumn {
				t.Fatalf("%s, not numbers", col.Import.Kind)
			}
			if diff := cmp.Diff(c.want, have, cmpopts.EquateNaNs()); diff != "" {
				t.Error(diff)
			}
			remarked(t, col.Problems, c.said...)
			again, twice := typed(t, strings.Split(c.cells, "|"), Request{File: dataset.FileImport{Columns: map[string]dataset.ColumnImport{"x": col.Import}}})
			if diff := cmp.Diff(have, twice, cmpopts.EquateNaNs()); diff != "" || again.Filled != col.Filled {
				t.Errorf("read as decided: %s", diff)
			}
		})
	}
}

// A column of words that hold numbers says what they are, not that they are
// names: how many cells, an example, and how to have numbers.
func TestNumbersInWords(t *testing.T) {
	for _, c := range []struct {
		name, cells, said string
		kind              dataset.ColumnKind
	}{
		{"ranges", "3-8|4-9|5–10|6 to 9", `4 cells are ranges, such as "3-8"`, dataset.WordsColumn},
		{"ranges and numbers", "3-8|4-9|5|6|7-8|9-10", `4 cells are ranges, such as "3-8"; 2 numbers`, dataset.WordsColumn},
		{"fractions", "3/4|1/2|7/8|2/3", `4 cells are fractions or pairs, as of blood pressure, such as "3/4"`, dataset.WordsColumn},
		{"blood pressures", "120/80|130/85|120/80|130/85", `4 cells are fractions or pairs`, dataset.CategoryColumn},
		{"formulas", "=A1+B1|=A2+B2|=A3+B3", `3 cells are formulas of a spreadsheet without their values, such as "=A1+B1"`, dataset.WordsColumn},
		{"lengths of time", "1:30:00|26:15:00|100:10:00", `3 cells are times or lengths of time, such as "1:30:00"`, dataset.WordsColumn},
		{"titres", "1:200|1:400|1:800|<1:200", `4 cells are ratios, titres or times, such as "1:200"`, dataset.WordsColumn},
		{"lists", "[1, 2, 3]|[4, 5, 6]|[7, 8]", `3 cells are lists of numbers, such as "[1, 2, 3]"`, dataset.WordsColumn},
		{"units of two systems", "3 kg|7 lb|4 kg|8 lb", `4 cells are numbers with different units or signs, such as "3 kg"; around them stand "kg" (2), "lb" (2)`, dataset.WordsColumn},
		{"two currencies", "$13.89|€38.78|$20.76|€28.78", `around them stand "$" (2), "€" (2)`, dataset.WordsColumn},
		{"years and months", "5y|6m|2y|18m|5y|6m|2y|18m", `8 cells are numbers with different units`, dataset.CategoryColumn},
		{"ages as groups", "18-25|26-35|18-25|26-35", "", dataset.CategoryColumn},
		{"hexadecimal ids", "64d7|ddfd|648b|f6a8|3db2", "", dataset.WordsColumn},
		{"ids", "p1|p2|p3|p4", "", dataset.WordsColumn},
		{"telephone numbers", "555-651-6524|555-322-3222|555-862-8630", "", dataset.WordsColumn},
	} {
		t.Run(c.name, func(t *testing.T) {
			col, _ := typed(t, strings.Split(c.cells, "|"), Request{})
			if col.Import.Kind != c.kind {
				t.Errorf("kind %q, want %q", col.Import.Kind, c.kind)
			}
			said := ""
			if col.Odd != nil {
				said = col.Odd.What
			}
			for _, p := range col.Problems {
				said += p.What
			}
			if !strings.Contains(said, c.said) || c.said == "" && said != "" {
				t.Errorf("said %q, want %q", said, c.said)
			}
		})
	}
}
