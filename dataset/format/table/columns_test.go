package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

// typed reads one column of cells between bars beside a column of ids.
func typed(t *testing.T, cells []string, r Request) (Column, []float64) {
	t.Helper()
	tab := New(t.Context(), "a.csv", []string{"x"}, [][]string{append([]string(nil), cells...)}, r)
	columns, err := tab.Columns(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := tab.Block(t.Context(), []int{0}, columns)
	if err != nil {
		t.Fatal(err)
	}
	columns[0].Problems = append(tab.Problems, columns[0].Problems...)
	return columns[0], dataset.Dense(block.Numbers).Data
}

var nan = math.NaN()

// many repeats a list so that rules about shares have something to share.
func many(n int, cells ...string) []string {
	var out []string
	for range n {
		out = append(out, cells...)
	}
	return out
}

// numberColumns are the cases of TestNumberColumns.
var numberColumns = []struct {
	name  string
	cells string
	r     Request
	kind  dataset.ColumnKind
	want  []float64
	field dataset.Field
	said  []string
}{
	{name: "whole", cells: "1|2|30", want: []float64{1, 2, 30}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "millions", cells: "1234567|1000000|", want: []float64{1234567, 1e6, nan}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "two decimals", cells: "1.50|2.25|-0.10", want: []float64{1.5, 2.25, -0.1}, field: dataset.Field{Decimals: 2}},
	{name: "some decimals", cells: "1.5|2|0.125", want: []float64{1.5, 2, 0.125}},
	{name: "zeros in front", cells: "00123|00007|00042", want: []float64{123, 7, 42}, field: dataset.Field{Kind: dataset.Whole, Width: 5}, said: []string{"postcodes"}},
	{name: "zeros in front of some", cells: "007|12|5", want: []float64{7, 12, 5}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"zeros"}},
	{name: "exponents", cells: "1e-3|2.5E+2|1.0D+03|5d2", want: []float64{0.001, 250, 1000, 500}, said: []string{"2 numbers have an exponent with D"}},
	{name: "signs", cells: "+5|−3|-2|(12)|–4", want: []float64{5, -3, -2, -12, -4}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"1 number stands in brackets, such as \"(12)\""}},
	{name: "without a zero", cells: ".5|-.25|5.", want: []float64{0.5, -0.25, 5}},
	{name: "every binary digit", cells: "0.1|0.30000000000000004|1.7976931348623157e308|5e-324", want: []float64{0.1, 0.30000000000000004, 1.7976931348623157e308, 5e-324}},
	{name: "decimal comma", cells: "0,1|1,25|20,5", want: []float64{0.1, 1.25, 20.5}},
	{name: "German thousands", cells: "1.101,51|2.102,52|3,5", want: []float64{1101.51, 2102.52, 3.5}},
	{name: "English thousands", cells: "1,234.5|2,500.5|980.5", want: []float64{1234.5, 2500.5, 980.5}, field: dataset.Field{Decimals: 1}},
	{name: "thousands among small ones", cells: "1,234|2,500|3,100|980|870", want: []float64{1234, 2500, 3100, 980, 870}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"can mean"}},
	{name: "millions with commas", cells: "1,234,567|2,500|3,100", want: []float64{1234567, 2500, 3100}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "millions with points", cells: "1.234.567|2.500|3.100", want: []float64{1234567, 2500, 3100}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "points and three digits", cells: "1.101|2.102|3.103", want: []float64{1.101, 2.102, 3.103}, field: dataset.Field{Decimals: 3}},
	{name: "comma decided", cells: "1,101|2,102", r: Request{Decimal: ","}, want: []float64{1.101, 2.102}, field: dataset.Field{Decimals: 3}},
	{name: "point decided", cells: "1,101|2,102", r: Request{Decimal: "."}, want: []float64{1101, 2102}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "blanks between thousands", cells: "1 000|1\u00a0001|1\u20091002|12\u202f003", want: []float64{1000, 1001, nan, 12003}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"no number"}},
	{name: "Swiss", cells: "1'234.5|2’345.5|10.5", want: []float64{1234.5, 2345.5, 10.5}, field: dataset.Field{Decimals: 1}},
	{name: "Indian", cells: "12,34,567|1,23,456|1,000", want: []float64{1234567, 123456, 1000}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "other digits", cells: "１２|٤٢|९", want: []float64{12, 42, 9}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"3 numbers have digits of another script"}},
	{name: "Excel's text", cells: "=\"00123\"|=\"00002\"|=\"00003\"", want: []float64{123, 2, 3}, field: dataset.Field{Kind: dataset.Whole, Width: 5}, said: []string{"postcodes"}},
	{name: "per cent", cells: "12%|15%|9%|", want: []float64{12, 15, 9, nan}, field: dataset.Field{Kind: dataset.Whole, Suffix: "%"}},
	{name: "per cent apart", cells: "12.5 %|15.5 %|9.5 %", want: []float64{12.5, 15.5, 9.5}, field: dataset.Field{Decimals: 1, Suffix: " %"}},
	{name: "unit", cells: "12 mg|15 mg|9 mg|", want: []float64{12, 15, 9, nan}, field: dataset.Field{Kind: dataset.Whole, Suffix: " mg"}},
	{name: "compound unit", cells: "12 mg/dl|15 mg/dl", want: []float64{12, 15}, field: dataset.Field{Kind: dataset.Whole, Suffix: " mg/dl"}},
	{name: "two units", cells: "12 mg|15 mg|9 mg|2 g", want: []float64{12, 15, 9, 2000}, field: dataset.Field{Suffix: " mg"}, said: []string{"such as \"2 g\" → converted to mg"}},
	{name: "money", cells: "$1,100|$1,107|-$5|$980", want: []float64{1100, 1107, -5, 980}, field: dataset.Field{Kind: dataset.Whole, Prefix: "$"}, said: []string{"can mean"}},
	{name: "money behind", cells: "12,50 €|3,20 €", want: []float64{12.5, 3.2}, field: dataset.Field{Decimals: 2, Suffix: " €"}},
	{name: "Swiss money", cells: "CHF 1'234|CHF 999", want: []float64{1234, 999}, field: dataset.Field{Kind: dataset.Whole, Prefix: "CHF "}},
	{name: "hexadecimal", cells: "0x0|0x1a|0xff", want: []float64{0, 26, 255}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"as programs do"}},
	{name: "underscores", cells: "1_000|1_001|2_000_000", want: []float64{1000, 1001, 2e6}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"as programs do"}},
	{name: "limits of detection", cells: "<5|10.37|> 200|≤ 0.1|<5|7", want: []float64{5, 10.37, 200, 0.1, 5, 7}, said: []string{"4 cells are limits of detection, such as \"<5\""}},
	{name: "infinities", cells: "1|inf|-Infinity|2|1e999", want: []float64{1, nan, nan, 2, nan}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"3 cells are infinite"}},
	{name: "missing as pandas has it", cells: "1|NA|NaN|null||2|#N/A|<NA>", want: []float64{1, nan, nan, nan, nan, 2, nan, nan}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "a repeated word", cells: "1|2|3|4|5|ausgefallen|ausgefallen", want: []float64{1, 2, 3, 4, 5, nan, nan}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"2 cells are \"ausgefallen\""}},
	{name: "a word that stands once", cells: "1|2|oops|4|5", want: []float64{1, 2, nan, 4, 5}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"1 cell is no number: \"oops\""}},
	{name: "several words", cells: "1|2|3|4|5|6|7|ND|ND|tbd|oops|ausgefallen|ausgefallen", want: []float64{1, 2, 3, 4, 5, 6, 7, nan, nan, nan, nan, nan, nan}, field: dataset.Field{Kind: dataset.Whole},
		said: []string{"3 cells are words: \"ND\" (2), \"tbd\" (1)", "2 cells are \"ausgefallen\", no number", "1 cell is no number: \"oops\""}},
	{name: "swamped by a word", cells: "1|unknown|unknown|unknown|2|3|unknown", want: []float64{1, nan, nan, nan, 2, 3, nan}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"4 cells are \"unknown\""}},
	{name: "swamped by another word", cells: "1.5|kein Wert|kein Wert|kein Wert|2.5|3.5|kein Wert|4.5|kein Wert", want: []float64{1.5, nan, nan, nan, 2.5, 3.5, nan, 4.5, nan}, field: dataset.Field{Decimals: 1}, said: []string{"5 cells are \"kein Wert\""}},
	{name: "flags", cells: "12 H|15|13|9 L|22|31|", want: []float64{nan, 15, 13, nan, 22, 31, nan}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"2 cells are numbers with a unit or sign, which others lack: \"12 H\", \"9 L\""}},
	{name: "stars", cells: "12*|15|13|9*|22|31", want: []float64{nan, 15, 13, nan, 22, 31}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"\"12*\", \"9*\""}},
	{name: "a range", cells: "10-20|15|13|5–10|22|31", want: []float64{nan, 15, 13, nan, 22, 31}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"\"10-20\", \"5–10\""}},
	{name: "a fraction and a time", cells: "1/2|15|13|10:30|22|31", want: []float64{nan, 15, 13, nan, 22, 31}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"1 cell is a time or length of time: \"10:30\"", "1 cell is a fraction or a pair, as of blood pressure: \"1/2\""}},
	{name: "declared", cells: "1|-999|-999.0|3", r: Request{Missing: []string{"x=-999"}}, want: []float64{1, nan, nan, 3}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"declared"}},
	{name: "declared for all", cells: "1|-999|7|3", r: Request{Missing: []string{"-999", "y=7"}}, want: []float64{1, nan, 7, 3}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"declared"}},
	{name: "digits that would be lost", cells: "9007199254740993|9007199254740995|9007199254740997", kind: dataset.WordsColumn, said: []string{"lose"}},
	{name: "many digits that are kept", cells: "9007199254740992|10000000000000000|5", want: []float64{9007199254740992, 1e16, 5}, field: dataset.Field{Kind: dataset.Whole}},
	{name: "one number of too many digits", cells: strings.Join(many(20, "1", "2", "3"), "|") + "|99999999999999999999", want: append(numbersOf(20, 1, 2, 3), nan), field: dataset.Field{Kind: dataset.Whole}, said: []string{"99999999999999999999"}},
	{name: "nothing", cells: "||NA", kind: dataset.EmptyColumn, want: []float64{nan, nan, nan}},
	{name: "numbers as decided", cells: "a|b|3", r: Request{File: dataset.FileImport{Columns: map[string]dataset.ColumnImport{"x": {Kind: dataset.NumberColumn}}}}, want: []float64{nan, nan, 3}, field: dataset.Field{Kind: dataset.Whole}, said: []string{"\"a\", \"b\""}},
}

func TestNumberColumns(t *testing.T) {
	number := dataset.NumberColumn
	for _, c := range numberColumns {
		t.Run(c.name, func(t *testing.T) {
			col, have := typed(t, strings.Split(c.cells, "|"), c.r)
			want := c.kind
			if want == "" {
				want = number
			}
			if col.Import.Kind != want {
				t.Errorf("kind %q, want %q", col.Import.Kind, want)
			}
			if c.want != nil {
				if diff := cmp.Diff(c.want, have, cmpopts.EquateNaNs()); diff != "" {
					t.Error(diff)
				}
			}
			if diff := cmp.Diff(c.field, col.Field, cmpopts.IgnoreFields(dataset.Field{}, "Levels")); diff != "" && want == number {
				t.Error(diff)
			}
			if filled := countFilled(have); want == number && (col.Filled != filled || col.Missing != len(have)-filled) {
				t.Errorf("%d filled and %d missing of %d, of which %d have a value", col.Filled, col.Missing, len(have), filled)
			}
			remarked(t, col.Problems, c.said...)
		})
	}
}

func numbersOf(n int, list ...float64) []float64 {
	var out []float64
	for range n {
		out = append(out, list...)
	}
	return out
}

func countFilled(list []float64) (n int) {
	for _, x := range list {
		if !math.IsNaN(x) {
			n++
		}
	}
	return n
}

// Every word that people write for a missing number, in three spellings.
func TestMissingWords(t *testing.T) {
	for word := range missingWords {
		for _, w := range []string{word, strings.ToUpper(word), strings.ToUpper(word[:1]) + word[1:]} {
			col, have := typed(t, append(many(9, "1.5", "2.25", "3"), w, w), Request{})
			if col.Import.Kind != dataset.NumberColumn || countFilled(have) != 27 {
				t.Errorf("%q: %s with %d numbers", w, col.Import.Kind, countFilled(have))
			}
		}
	}
}

// decidedAs asks for a column x to be read as a kind.
func decidedAs(kind dataset.ColumnKind, missing ...string) Request {
	return Request{File: dataset.FileImport{Columns: map[string]dataset.ColumnImport{"x": {Kind: kind, Missing: missing}}}}
}

var wordColumns = []struct {
	name   string
	cells  []string
	r      Request
	kind   dataset.ColumnKind
	levels []string
	filled int
	said   []string
}{
	{name: "words", cells: many(4, "red", "green", "blue"), kind: dataset.CategoryColumn, levels: []string{"blue", "green", "red"}, filled: 12},
	{name: "truth", cells: []string{"True", "False", "True", "True", "False", "False", ""}, kind: dataset.CategoryColumn, levels: []string{"False", "True"}, filled: 6},
	{name: "truth in two spellings", cells: many(3, "True", "TRUE", "False"), kind: dataset.CategoryColumn, levels: []string{"False", "TRUE", "True"}, filled: 9, said: []string{`"TRUE" and "True"`}},
	{name: "Y and N", cells: []string{"Y", "N", "Y"}, kind: dataset.CategoryColumn, levels: []string{"N", "Y"}, filled: 3},
	{name: "None among severities", cells: many(3, "severe", "None", "mild"), kind: dataset.CategoryColumn, levels: []string{"mild", "severe"}, filled: 6, said: []string{"--keep 'x=None'"}},
	{name: "NA among countries", cells: many(3, "DE", "NA", "FR"), kind: dataset.CategoryColumn, levels: []string{"DE", "FR"}, filled: 6, said: []string{"--keep 'x=NA'"}},
	{name: "NA kept", cells: many(3, "DE", "NA", "FR"), r: Request{Values: []string{"x=NA"}}, kind: dataset.CategoryColumn, levels: []string{"DE", "FR", "NA"}, filled: 9},
	{name: "NA kept everywhere", cells: many(3, "DE", "NA", "FR"), r: Request{Values: []string{"NA"}}, kind: dataset.CategoryColumn, levels: []string{"DE", "FR", "NA"}, filled: 9},
	{name: "declared", cells: many(3, "DE", "XX", "FR"), r: Request{Missing: []string{"XX"}}, kind: dataset.CategoryColumn, levels: []string{"DE", "FR"}, filled: 6, said: []string{"as declared"}},
	{name: "unknown is a word", cells: many(3, "DE", "unknown", "FR"), kind: dataset.CategoryColumn, levels: []string{"DE", "FR", "unknown"}, filled: 9, said: []string{"may stand for missing"}},
	{name: "digits as decided", cells: many(3, "0", "1", "10"), r: decidedAs(dataset.CategoryColumn), kind: dataset.CategoryColumn, levels: []string{"0", "1", "10"}, filled: 9},
	{name: "numbers among words", cells: many(3, "a", "b", "c", "1"), kind: dataset.CategoryColumn, levels: []string{"1", "a", "b", "c"}, filled: 12, said: []string{"among words"}},
	{name: "ids", cells: []string{"p01", "p02", "p03", "p04", "p05"}, kind: dataset.WordsColumn, filled: 5},
	{name: "names", cells: []string{"Ada", "Grace", "Emmy", "Sofia", "Ada"}, kind: dataset.WordsColumn, filled: 5},
	{name: "paths", cells: []string{"image/p1.png", "image/p2.png", "image/p3.png"}, kind: dataset.WordsColumn, filled: 3},
	{name: "sentences", cells: []string{"patient feels quite well today", "patient slept badly last night", "NA", "None", "no complaints at all since Monday", ""}, kind: dataset.TextColumn, filled: 5},
	{name: "answers of two words", cells: []string{"great 0", "not good 1", "ok 2", "bad one 3", "fine 4", "great 5", "not good 6"}, kind: dataset.TextColumn, filled: 7},
	{name: "Chinese", cells: []string{"今天感觉很好", "昨天晚上睡得不好", "吃了药以后好多了", "没有不舒服"}, kind: dataset.TextColumn, filled: 4},
	{name: "Japanese", cells: []string{"今日はとても調子が良いです", "昨夜はよく眠れませんでした", "薬を飲んだら楽になりました"}, kind: dataset.TextColumn, filled: 3},
	{name: "Thai", cells: []string{"วันนี้รู้สึกดีมาก", "เมื่อคืนนอนไม่หลับ", "กินยาแล้วดีขึ้น"}, kind: dataset.TextColumn, filled: 3},
	{name: "long levels", cells: many(10, "has never smoked before", "smokes every single day"), kind: dataset.CategoryColumn, levels: []string{"has never smoked before", "smokes every single day"}, filled: 20},
	{name: "text as decided", cells: many(3, "a", "b"), r: decidedAs(dataset.TextColumn), kind: dataset.TextColumn, filled: 6},
}

func TestWordColumns(t *testing.T) {
	for _, c := range wordColumns {
		t.Run(c.name, func(t *testing.T) {
			col, have := typed(t, c.cells, c.r)
			if col.Import.Kind != c.kind || col.Filled != c.filled {
				t.Errorf("%s with %d cells, want %s with %d", col.Import.Kind, col.Filled, c.kind, c.filled)
			}
			remarked(t, col.Problems, c.said...)
			if c.kind != dataset.CategoryColumn {
				return
			}
			tab := New(t.Context(), "a.csv", []string{"x"}, [][]string{c.cells}, c.r)
			block, err := tab.Block(t.Context(), []int{0}, []Column{col})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.levels, block.Fields[0].Levels); diff != "" {
				t.Error(diff)
			}
			for i, x := range have {
				if word := block.Fields[0].Format(x); word != tab.Words(0, col.Import)[i] {
					t.Errorf("row %d comes back as %q", i, word)
				}
			}
		})
	}
}

// A file that was joined from two countries has columns of both.
func TestMarksOfColumns(t *testing.T) {
	tab := New(t.Context(), "a.csv", []string{"a", "b", "c"}, [][]string{{"1.5", "2.25", "3.75", "1"}, {"1,5", "1.000,25", "4", "7,5"}, {"1,234", "2,500", "7", "8"}}, Request{})
	columns, err := tab.Columns(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := tab.Block(t.Context(), []int{0, 1, 2}, columns)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{1.5, 1.5, 1234, 2.25, 1000.25, 2500, 3.75, 4, 7, 1, 7.5, 8}, dataset.Dense(block.Numbers).Data); diff != "" {
		t.Error(diff)
	}
	remarked(t, columns[0].Problems)
	remarked(t, columns[1].Problems, `"," before decimals, where the file has "."`)
	remarked(t, columns[2].Problems, `"1,234" → taken to separate thousands`)
}

// Whole numbers of another column say nothing about a comma.
func TestCommaAlone(t *testing.T) {
	have := open(t, "a.csv", "id;crp;wbc\np1;1,101;1\np2;2,102;2\np3;3,103;3\n", Request{})
	remarked(t, have.Problems, `read as 1.101`)
}

// Reading a column as it was decided gives the same numbers.
func TestColumnsAgain(t *testing.T) {
	for _, cells := range []string{
		"1|2|3|4|ND|ND", "1,5|2,5|-", "<5|7|8", "12 mg|13 mg", "a|b|a|b|NA|a", "2021-01-02|2021-01-01|soon", "03/01/2021|31/01/2021", "1|unknown|unknown|unknown|2",
		"well then|not so well|nor this", "p1|p2|p3", "9007199254740993|9007199254740995", "00123|00007", "||",
	} {
		list := strings.Split(cells, "|")
		col, first := typed(t, list, Request{})
		given := Request{File: dataset.FileImport{Columns: map[string]dataset.ColumnImport{"x": col.Import}}}
		again, second := typed(t, list, given)
		if diff := cmp.Diff(first, second, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s: %s", cells, diff)
		}
		if diff := cmp.Diff(col.Field, again.Field); diff != "" {
			t.Errorf("%s: %s", cells, diff)
		}
		if col.Import.Kind != again.Import.Kind || col.Filled != again.Filled {
			t.Errorf("%s: %s with %d, then %s with %d", cells, col.Import.Kind, col.Filled, again.Import.Kind, again.Filled)
		}
	}
}

// Rows beyond the first are counted by hashes and read in parts: what comes out
// is what every row says.
func TestManyRows(t *testing.T) {
	const rows = 3*rowsPerScan + 17
	columns := make([][]string, 6)
	for i := range rows {
		shuffled := i * 7919 % rows
		for j, cell := range []string{
			fmt.Sprintf("p%06d", shuffled), fmt.Sprintf("q%06d", shuffled/2), strconv.Itoa(shuffled), strconv.Itoa(shuffled / 2),
			time.Date(2021, 1, 1, 0, shuffled, 0, 0, time.UTC).Format("2006-01-02 15:04"), "a" + strconv.Itoa(shuffled%7),
		} {
			if j == 4 && i == rows-1 {
				cell = "soon"
			}
			columns[j] = append(columns[j], cell)
		}
	}
	for _, workers := range []int{1, 3} {
		tab := New(t.Context(), "a.csv", []string{"id", "twice", "n", "half", "when", "few"}, columns, Request{Workers: workers})
		have, err := tab.Columns(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for j, want := range []struct {
			kind             dataset.ColumnKind
			filled, distinct int
		}{
			{dataset.WordsColumn, rows, rows}, {dataset.WordsColumn, rows, (rows + 1) / 2}, {dataset.NumberColumn, rows, rows}, {dataset.NumberColumn, rows, (rows + 1) / 2},
			{dataset.DateColumn, rows - 1, rows - 1}, {dataset.CategoryColumn, rows, 7},
		} {
			c := have[j]
			if c.Import.Kind != want.kind || c.Filled != want.filled || j != 3 && c.Distinct != want.distinct {
				t.Errorf("%s: %s, %d filled, %d different; want %v", c.Name, c.Import.Kind, c.Filled, c.Distinct, want)
			}
		}
		if have[3].Distinct >= rows*3/4 {
			t.Errorf("%d different, which are half of %d", have[3].Distinct, rows)
		}
		block, err := tab.Block(t.Context(), []int{2, 4, 5}, []Column{have[2], have[4], have[5]})
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, rowsPerScan - 1, rowsPerScan, rows - 2} {
			n := float64(i * 7919 % rows)
			if row := block.Numbers.Row(i); row[0] != n || math.Abs(row[1]*24*60-n) > 1e-6 || row[2] != float64(int(n)%7) {
				t.Errorf("row %d: %v, want %v", i, row, n)
			}
		}
		if !math.IsNaN(block.Numbers.At(rows-1, 1)) {
			t.Error("a word is a date")
		}
	}
}
