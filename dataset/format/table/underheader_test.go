package table

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

// Lines under the header that hold its second part are names, and lines below
// the table are no rows.
func TestAroundTheRows(t *testing.T) {
	const rows = "p01,7.3,17,a\np02,4.3,21,b\np03,6.6,95,a\np04,5.9,49,b\n"
	for _, c := range []struct {
		name, data, names string
		rows              int
		said              []string
	}{
		{"a header of two lines", "id,blood,blood,label\nid,crp,wbc,label\n" + rows, "id,crp,wbc,label", 4, []string{"the header has two lines"}},
		{"merged cells above the names", ",blood,,\nid,crp,wbc,label\n" + rows, "id,crp,wbc,label", 4, []string{"the header has two lines"}},
		{"names that stand twice", ",blood,urine,\nid,mean,mean,label\n" + rows, "id,blood mean,urine mean,label", 4, []string{"the header has two lines"}},
		{"units", "id,crp,wbc,label\n,mg/l,10^9/l,\n" + rows, "id,crp,wbc,label", 4, []string{"holds units"}},
		{"a count below", "id,crp,wbc,label\n" + rows + "n = 20\n", "id,crp,wbc,label", 4, []string{`1 line at the end is no row: "n = 20"`}},
		{"notes below", "id,crp,wbc,label\n" + rows + "\nSource: hospital, exported in May\nPage 1 of 1\n", "id,crp,wbc,label", 4, []string{"2 lines at the end are no rows"}},
		{"notes below, filled up with empty cells", "id,crp,wbc,label\n" + rows + "n.a. = not available,,,\nas of 3 March 2023,,,\n", "id,crp,wbc,label", 4, []string{`2 lines at the end are no rows: "n.a. = not available"`}},
		{"a row with nothing but an id", "id,crp,wbc,label\n" + rows + "p05,,,\n", "id,crp,wbc,label", 5, nil},
		{"sentences first", "note,crp,label\nfell ill in May,7.3,a\nwas well before that,4.3,b\ncame by ambulance,6.6,a\nlives alone (since 2020),,\n", "note,crp,label", 4, nil},
		{"a short row", "id,crp,wbc,label\n" + rows + "p05,3.1\n", "id,crp,wbc,label", 5, []string{"1 line has fewer cells"}},
		{"genes made dates", "id,1-Mar,2-Sep,label\n" + rows, "id,1-Mar,2-Sep,label", 4, []string{"2 columns are called like a date"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			have := open(t, "a.csv", c.data, Request{})
			if names := strings.Join(have.Names, ","); names != c.names || have.Rows() != c.rows {
				t.Errorf("%d rows of %s, want %d of %s", have.Rows(), names, c.rows, c.names)
			}
			remarked(t, have.Problems, c.said...)
		})
	}
}

// A short table in Shift JIS has bytes that no Western text has.
func TestShortShiftJIS(t *testing.T) {
	text, err := japanese.ShiftJIS.NewEncoder().String("id,血圧,診断名\np1,7.3,陽性\np2,4.3,陰性\n")
	if err != nil {
		t.Fatal(err)
	}
	have := open(t, "a.csv", text, Request{})
	if want := []string{"id", "血圧", "診断名"}; !slices.Equal(have.Names, want) {
		t.Errorf("names %q, want %q", have.Names, want)
	}
}

// Numbers in columns that are called like times are said to be such.
func TestPerhapsTimes(t *testing.T) {
	for _, c := range []struct{ name, cell, said string }{
		{"visit_date", "44197", "days as spreadsheets count them: 44197 is 2021-01-01"},
		{"timestamp", "1609459200", "seconds since 1970: 1609459200 is 2021-01-01"},
		{"time_ms", "1609459200000", "milliseconds since 1970: 1609459200000 is 2021-01-01"},
		{"crp", "44197", ""},
	} {
		tab := New(t.Context(), "a.csv", []string{c.name}, [][]string{{c.cell, c.cell[:1] + "9" + c.cell[2:]}}, Request{})
		columns, err := tab.Columns(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.said == "" {
			remarked(t, columns[0].Problems)
			continue
		}
		remarked(t, columns[0].Problems, c.said)
	}
}
