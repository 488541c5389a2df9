package record

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// codesOfSixty are the code in every tenth of sixty cells, and the others.
var codesOfSixty = []struct {
	name  string
	code  float64
	cell  func(i int) float64
	times int // how often it stands there; 0 for six times
	want  bool
}{
	{name: "-999 beside positive", code: -999, cell: func(i int) float64 { return 2 + float64(i)/2 }, want: true},
	{name: "-999 beside negative", code: -999, cell: func(i int) float64 { return float64(i)/2 - 13 }, want: true},
	{name: "-9999 beside negative", code: -9999, cell: func(i int) float64 { return float64(i)/2 - 13 }, want: true},
	{name: "-9999.9", code: -9999.9, cell: func(i int) float64 { return 2 + float64(i)/2 }, want: true},
	{name: "-99", code: -99, cell: func(i int) float64 { return float64(i)/2 - 3 }, want: true},
	{name: "-99 once", code: -99, cell: func(i int) float64 { return float64(i) }, times: 1, want: true},
	{name: "999", code: 999, cell: func(i int) float64 { return 20 + float64(i) }, want: true},
	{name: "9999", code: 9999, cell: func(i int) float64 { return 10 + float64(i)/3 }, want: true},
	{name: "999999", code: 999999, cell: func(i int) float64 { return 10 + float64(i)/3 }, want: true},
	{name: "99 of answers 1 to 5", code: 99, cell: func(i int) float64 { return float64(1 + i%5) }, want: true},
	{name: "-88 of answers 1 to 5", code: -88, cell: func(i int) float64 { return float64(1 + i%5) }, want: true},
	{name: "9 of answers 1 and 2", code: 9, cell: func(i int) float64 { return float64(1 + i%2) }, want: true},
	{name: "-200, as of air", code: -200, cell: func(i int) float64 { return 1 + float64(i)/10 }, want: true},
	{name: "netCDF", code: 9.96921e+36, cell: func(i int) float64 { return 10 + float64(i)/3 }, want: true},
	{name: "lowest of float32", code: -3.4028235e+38, cell: func(i int) float64 { return 2 + float64(i)/2 }, want: true},
	{name: "-1 of ages", code: -1, cell: func(i int) float64 { return 20 + float64(i) }, want: true},
	{name: "-1 of days", code: -1, cell: func(i int) float64 { return float64(3 * i) }, want: true},
	{name: "0 of weights", code: 0, cell: func(i int) float64 { return 60 + float64(i) }, want: true},
	{name: "0 of cholesterol", code: 0, cell: func(i int) float64 { return 85 + float64(i*i)/7 }, want: true},
	{name: "a number of one's own", code: -123.4, cell: func(i int) float64 { return float64(i)/2 - 13 }, want: true},

	{name: "0 of counts", code: 0, cell: func(i int) float64 { return float64(i) }},
	{name: "0 of few levels", code: 0, cell: func(i int) float64 { return float64(1 + i%5) }},
	{name: "-1 of a trinary", code: -1, cell: func(i int) float64 { return float64(i % 2) }},
	{name: "-1 of pixels", code: -1, cell: func(i int) float64 { return float64(i)/30 - 0.95 }},
	{name: "99 within", code: 99, cell: func(i int) float64 { return 50 + float64(2*i) }},
	{name: "99 at the end of per cents", code: 99, cell: func(i int) float64 { return 40 + float64(i%50) }},
	{name: "an outlier", code: 77.7, cell: func(i int) float64 { return float64(i % 30) }, times: 1},
	{name: "1 of two", code: 1, cell: func(int) float64 { return 0 }},
	{name: "a long tail", code: 900, cell: func(i int) float64 { return math.Exp(float64(i) / 8.7) }, times: 1},
}

func TestSuspectCodes(t *testing.T) {
	const n = 60
	for _, tt := range codesOfSixty {
		t.Run(tt.name, func(t *testing.T) {
			m := columnOf(n, tt.cell)
			times := max(tt.times, 1)
			if tt.times == 0 {
				times = 6
			}
			for k := range times {
				m.Set(10*k+3, 0, tt.code)
			}
			problems := suspectCodes("blood.csv", []string{"x"}, nil, m)
			if got := len(problems) == 1; got != tt.want || len(problems) > 1 {
				t.Fatalf("%+v; want a suspicion: %v", problems, tt.want)
			}
			if !tt.want {
				return
			}
			want := fmt.Sprintf("%d values of %v", times, tt.code)
			if times == 1 {
				want = fmt.Sprintf("one value of %v", tt.code)
			}
			if p := problems[0]; !strings.HasPrefix(p.What, want) || !strings.Contains(p.Done, fmt.Sprintf("--missing 'x=%v'", tt.code)) {
				t.Errorf("%+v; want %q and how to declare it", p, want)
			}
		})
	}
}

// One problem per code lists the columns; codes may stand at both ends, two of
// them at one.
func TestSuspectCodesOfTable(t *testing.T) {
	const n = 100
	names := []string{"a", "b", "c", "grade"}
	m := dataset.NewMatrix(n, 4)
	for i := range n {
		m.Set(i, 0, float64(i%40))
		m.Set(i, 1, float64(i%33)+1)
		m.Set(i, 2, float64(i%37)-5)
		m.Set(i, 3, float64(i%3))
		switch i % 10 {
		case 3:
			m.Set(i, 0, -99)
			m.Set(i, 1, -99)
			m.Set(i, 3, -99) // levels are no numbers
		case 4:
			m.Set(i, 0, -88)
			m.Set(i, 2, 9999)
		case 5:
			m.Set(i, 2, -999)
		}
	}
	fields := []dataset.Field{{}, {}, {}, {Kind: dataset.Category}}
	got := map[string]string{}
	for _, p := range suspectCodes("t.csv", names, fields, m) {
		code := strings.Fields(strings.TrimPrefix(p.What, fmt.Sprint(p.What[:2], " values of ")))[0]
		got[strings.TrimSpace(code)] = p.Column + " " + strings.Fields(p.What)[0]
	}
	want := map[string]string{"-999": "c 10", "-99": "a, b 20", "-88": "a 10", "9999": "c 10"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func block(kind dataset.Kind, m dataset.Matrix) dataset.Block {
	names := make([]string, m.Cols)
	for j := range names {
		names[j] = fmt.Sprint("f", j)
	}
	return dataset.Block{Modality: dataset.Modality{Name: "scan", Kind: kind, Columns: names, Source: "scan.csv"}, Numbers: m, Causes: make([]dataset.Cause, m.Rows)}
}

var rowsOfForty = []struct {
	name string
	kind dataset.Kind
	cols int
	cell func(i, j int) float64
	what []string // words that the only problem holds; nil for no problem
}{
	{"different", dataset.Table, 12, func(i, j int) float64 { return float64(i*j%17) + float64(i) }, nil},
	{"a quarter is 0", dataset.Table, 12, func(i, j int) float64 {
		if i%4 == 1 {
			return 0
		}
		return float64(i*j%17) + float64(i+1)
	}, []string{"10 of 40 records", "nothing but 0", "--missing scan=zeros", "r0001, r0005 and r0009"}},
	{"a quarter is -1", dataset.Table, 3, func(i, j int) float64 {
		if i%4 == 1 {
			return -1
		}
		return float64(i*j%17) + float64(i)
	}, []string{"10 of 40 records", "nothing but -1", "--missing scan=-1"}},
	{"counts that are mostly 0", dataset.Table, 5, func(i, j int) float64 {
		if (i*7+j*11)%13 < 3 {
			return 1
		}
		return 0
	}, nil},
	{"two columns of levels", dataset.Table, 2, func(i, j int) float64 { return float64((i + j) % 3) }, nil},
	{"one image for all", dataset.Image, 64, func(_, j int) float64 { return float64(j%9) / 9 }, []string{"all 40 records have the same image"}},
	{"black images", dataset.Image, 64, func(i, j int) float64 {
		if i < 8 {
			return 0
		}
		return float64((i+1)*j%61) / 61
	}, []string{"8 of 40 records have images that hold one value throughout"}},
	{"one image for some", dataset.Image, 64, func(i, j int) float64 {
		if i%3 == 0 {
			i = 0
		}
		return float64((i+3)*j%61) / 61
	}, []string{"14 of 40 records have the same image"}},
}

func TestSuspectRows(t *testing.T) {
	const n = 40
	_, ids := study(n, 2, false)
	for _, tt := range rowsOfForty {
		t.Run(tt.name, func(t *testing.T) {
			m := dataset.NewMatrix(n, tt.cols)
			for i := range n {
				for j := range tt.cols {
					m.Set(i, j, tt.cell(i, j))
				}
			}
			problems := suspectRows(block(tt.kind, m), ids)
			if len(problems) != min(len(tt.what), 1) {
				t.Fatalf("%+v", problems)
			}
			for _, w := range tt.what {
				if p := problems[0]; !strings.Contains(p.What+p.Done, w) {
					t.Errorf("%+v does not say %q", p, w)
				}
			}
		})
	}
}
