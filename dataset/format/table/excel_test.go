package table

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lacuna/dataset"
)

// fataler is what tests of all kinds can do.
type fataler interface{ Fatalf(string, ...any) }

func number(t fataler, cell string, bits int) float64 {
	x, err := strconv.ParseFloat(cell, bits)
	if err != nil {
		t.Fatalf("%q is no number", cell)
	}
	return x
}

func integer(t fataler, cell string) int64 {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		t.Fatalf("%q is no whole number", cell)
	}
	return n
}

// workbook writes cells by sheet; the first is Sheet1.
func workbook(t testing.TB, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	change(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fill(f *excelize.File, sheet string, from string, rows ...[]any) {
	column, row, _ := excelize.CellNameToCoordinates(from)
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(column, row+i)
		_ = f.SetSheetRow(sheet, cell, &r)
	}
}

func openBytes(file string, data []byte, r Request) ([]*Table, error) {
	return Open(context.Background(), fstest.MapFS{file: {Data: data}}, file, r)
}

var day = time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)

var workbooks = []struct {
	name   string
	change func(*excelize.File)
	want   []opened
	said   []string
}{
	{
		name: "numbers keep their digits, whatever their format",
		change: func(f *excelize.File) {
			fill(f, "Sheet1", "A1", []any{"id", "x", "b"}, []any{"p1", 0.123456789012345, true}, []any{"p2", 1234567, false}, []any{"p3", nil, true})
			style, _ := f.NewStyle(&excelize.Style{NumFmt: 2})
			_ = f.SetCellStyle("Sheet1", "B2", "B4", style)
		},
		want: []opened{{File: "a.xlsx", Names: []string{"id", "x", "b"}, Rows: []string{"p1|0.123456789012345|TRUE", "p2|1234567|FALSE", "p3||TRUE"}, Lines: []int{2, 3, 4}}},
	},
	{
		name: "dates, times, and a number that looks like one",
		change: func(f *excelize.File) {
			fill(f, "Sheet1", "A1", []any{"day", "at", "own", "n"}, []any{day, day.Add(90 * time.Minute), 43832, 43832}, []any{day.AddDate(0, 0, 1), day, 43833.5, 43833})
			code, built, long := `yyyy\-mm\-dd;@`, 14, 22
			own, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			short, _ := f.NewStyle(&excelize.Style{NumFmt: built})
			full, _ := f.NewStyle(&excelize.Style{NumFmt: long})
			_ = f.SetCellStyle("Sheet1", "A2", "A3", short)
			_ = f.SetCellStyle("Sheet1", "B2", "B3", full)
			_ = f.SetCellStyle("Sheet1", "C2", "C3", own)
		},
		want: []opened{{File: "a.xlsx", Names: []string{"day", "at", "own", "n"}, Lines: []int{2, 3},
			Rows: []string{"2020-01-02|2020-01-02 01:30:00|2020-01-02 00:00:00|43832", "2020-01-03|2020-01-02 00:00:00|2020-01-03 12:00:00|43833"}}},
	},
	{
		name: "titles, empty rows and columns",
		change: func(f *excelize.File) {
			fill(f, "Sheet1", "B3", []any{"Study of something"}, nil, []any{"id", "x"}, []any{"p1", 1}, nil, []any{"p2", 2})
		},
		want: []opened{{File: "a.xlsx", Names: []string{"id", "x"}, Rows: []string{"p1|1", "p2|2"}, Lines: []int{6, 8}}},
		said: []string{"1 line stands above the header: Study of something"},
	},
	{
		name: "notes below",
		change: func(f *excelize.File) {
			fill(f, "Sheet1", "A1", []any{"id", "x", "y"}, []any{"p1", 1, 2}, []any{"p2", 2, nil}, []any{"p3", 3, 1}, []any{"p4", nil, nil}, nil, []any{"n.a. = not available"}, []any{"as of 3 March"})
		},
		want: []opened{{File: "a.xlsx", Names: []string{"id", "x", "y"}, Rows: []string{"p1|1|2", "p2|2|", "p3|3|1", "p4||"}, Lines: []int{2, 3, 4, 5}}},
		said: []string{"2 lines at the end are no rows: n.a. = not available, as of 3 March"},
	},
	{
		name: "several sheets, one of them empty",
		change: func(f *excelize.File) {
			for _, s := range []string{"empty", "urine"} {
				_, _ = f.NewSheet(s)
			}
			fill(f, "Sheet1", "A1", []any{"id", "x"}, []any{"p1", 1})
			fill(f, "urine", "A1", []any{"id", "y"}, []any{"p1", 2})
		},
		want: []opened{{File: "a.xlsx", Names: []string{"id", "x"}, Rows: []string{"p1|1"}, Lines: []int{2}},
			{File: "a.xlsx:urine", Names: []string{"id", "y"}, Rows: []string{"p1|2"}, Lines: []int{2}}},
	},
	{
		name: "numbers as text with a comma beside numbers",
		change: func(f *excelize.File) {
			fill(f, "Sheet1", "A1", []any{"id", "x", "y"}, []any{"p1", "3,5", 1.234}, []any{"p2", 2.25, 2.345}, []any{"p3", "1,25", 3})
		},
		want: []opened{{File: "a.xlsx", Names: []string{"id", "x", "y"}, Rows: []string{"p1|3.5|1.234", "p2|2.25|2.345", "p3|1.25|3"}, Lines: []int{2, 3, 4}}},
		said: []string{"2 cells hold numbers as text with a comma, such as 3,5"},
	},
	{
		name:   "no header",
		change: func(f *excelize.File) { fill(f, "Sheet1", "A1", []any{1, 2}, []any{3, 4}) },
		want:   []opened{{File: "a.xlsx", Names: []string{"c1", "c2"}, Rows: []string{"1|2", "3|4"}, Lines: []int{1, 2}}},
		said:   []string{"the sheet has no header: the first line holds only numbers, as those below"},
	},
	{
		name: "formulas without a result, merged cells",
		change: func(f *excelize.File) {
			fill(f, "Sheet1", "A1", []any{"id", "x"}, []any{"p1", nil}, []any{"p2", 2})
			_ = f.SetCellFormula("Sheet1", "B2", "=1+1")
			_ = f.MergeCell("Sheet1", "A2", "A3")
		},
		want: []opened{{File: "a.xlsx", Names: []string{"id", "x"}, Rows: []string{"p1|", "|2"}, Lines: []int{2, 3}}},
		said: []string{"1 formula has no stored result", "1 range of cells is merged"},
	},
}

func TestExcel(t *testing.T) {
	for _, c := range workbooks {
		t.Run(c.name, func(t *testing.T) {
			tables, err := openBytes("a.xlsx", workbook(t, c.change), Request{})
			if err != nil {
				t.Fatal(err)
			}
			var got []opened
			for _, table := range tables {
				got = append(got, look(table))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.said, said(tables[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExcelAgainAsDecided(t *testing.T) {
	data := workbook(t, func(f *excelize.File) { fill(f, "Sheet1", "A1", []any{1, 2}, []any{3, 4}) })
	first, err := openBytes("a.xlsx", data, Request{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := openBytes("a.xlsx", data, Request{Parts: map[string]dataset.FileImport{"a.xlsx": first[0].Import}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(look(first[0]), look(again[0])); diff != "" {
		t.Error(diff)
	}
	other, err := openBytes("a.xlsx", data, Request{File: dataset.FileImport{Header: "first"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(opened{File: "a.xlsx", Names: []string{"1", "2"}, Rows: []string{"3|4"}, Lines: []int{2}}, look(other[0])); diff != "" {
		t.Error(diff)
	}
}

func TestExcelRefuses(t *testing.T) {
	sound := workbook(t, func(f *excelize.File) { fill(f, "Sheet1", "A1", []any{"id"}, []any{"p1"}) })
	for _, c := range []struct {
		file string
		data []byte
		want string
	}{
		{"a.xlsx", nil, "no sound workbook"},
		{"a.xlsx", sound[:len(sound)/2], "no sound workbook"},
		{"a.xlsx", []byte(oleMagic + "\xa1\xb1\x1a\xe1"), "before 2007, or is protected"},
		{"a.xls", []byte(oleMagic + "\xa1\xb1\x1a\xe1"), "before 2007"},
		{"a.xlsx", workbook(t, func(*excelize.File) {}), "none of its sheets holds a cell"},
		{"a.xlsx", longer(t, sound, "xl/worksheets/sheet9.xml", 2<<30), "no sound workbook"},
	} {
		tables, err := openBytes(c.file, c.data, Request{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %d bytes: %v, want %q", c.file, len(c.data), err, c.want)
		}
		soundOrRefused(t, tables, err)
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{
		"yyyy-mm-dd": true, `[$-409]d\-mmm\-yy;@`: true, "hh:mm": true, `dd"day"`: true, "0.00": false, "General": false,
		`0.00" days"`: false, "[h]:mm:ss": false, `[Red]#,##0`: false, "0.00E+00": false, `"d"0`: false, "@": false, `\d0`: false, "[mm": false,
	} {
		if got := isDateFormat(170, code, true); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
}

func FuzzExcel(f *testing.F) {
	f.Add(workbook(f, func(b *excelize.File) {
		fill(b, "Sheet1", "A1", []any{"id", "x"}, []any{"p1", time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)}, []any{"p2", true})
	}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := openBytes("a.xlsx", data, Request{})
		soundOrRefused(t, tables, err)
	})
}
