package table

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

// dateColumns are the cases of TestDateColumns.
var dateColumns = []struct {
	name, cells, layout string
	want                []float64
	epoch               string
	said                []string
}{
	{"ISO", "2021-01-03|2021-01-01||2021-02-01", "2006-01-02", []float64{2, 0, nan, 31}, "2021-01-01", nil},
	{"German", "03.01.2021|01.01.2021|31.12.2020", "02.01.2006", []float64{3, 1, 0}, "2020-12-31", nil},
	{"German without zeros", "3.1.2021|1.1.2021|31.12.2020", "2.1.2006", []float64{3, 1, 0}, "2020-12-31", nil},
	{"American", "01/03/2021|01/31/2021|02/01/2021", "01/02/2006", []float64{0, 28, 29}, "2021-01-03", nil},
	{"British", "03/01/2021|31/01/2021|01/02/2021", "02/01/2006", []float64{0, 28, 29}, "2021-01-03", nil},
	{"American or British", "01/02/2021|02/02/2021|03/02/2021", "01/02/2006", []float64{0, 31, 59}, "2021-01-02", []string{"cannot be told"}},
	{"with time", "2021-01-01 06:00|2021-01-01 12:00|2021-01-02 06:00", "2006-01-02 15:04", []float64{0, 0.25, 1}, "2021-01-01", nil},
	{"with zone", "2021-01-01T06:00:00Z|2021-01-01T13:00:00+01:00", "2006-01-02T15:04:05Z07:00", []float64{0, 0.25}, "2021-01-01", nil},
	{"month by name", "Jan 2, 2021|Feb 2, 2021", "Jan 2, 2006", []float64{0, 31}, "2021-01-02", nil},
	{"SAS", "02JAN2021|02FEB2021", "02Jan2006", []float64{0, 31}, "2021-01-02", nil},
	{"months", "2021-01|2021-02|2021-04", "2006-01", []float64{0, 31, 90}, "2021-01-01", nil},
	{"times", "10:00|16:00|22:00", "15:04", []float64{0, 0.25, 0.5}, "0000-01-01", nil},
	{"digits alone", "20210101|20210131|20210201|20210301|20211231", "20060102", []float64{0, 30, 31, 59, 364}, "2021-01-01", nil},
	{"an odd one", "2021-01-03|2021-01-01|soon|2021-02-01|unknown|2021-02-30|2021-02-02|2021-02-03|2021-02-04|2021-02-05", "2006-01-02", []float64{2, 0, nan, 31, nan, nan, 32, 33, 34, 35}, "2021-01-01", []string{"\"soon\"", "2021-02-30", "unknown"}},
	{"half of them missing", "2021-01-03|2021-01-01|unknown|unknown|unknown|unknown", "2006-01-02", []float64{2, 0, nan, nan, nan, nan}, "2021-01-01", []string{"4 cells are \"unknown\""}},
	{"milliseconds", "2021-01-01T06:00:00.250Z|2021-01-01T06:00:00.000Z", "2006-01-02T15:04:05.000Z07:00", []float64{0.25 / 86400, 0}, "2021-01-01", nil},
	{"short years", "15.03.48|16.03.48", "02.01.06", []float64{0, 1}, "2048-03-15", []string{"two digits"}},
	{"digits as people write them", "31122019|01012020|15062019|28022019|09112019", "02012006", []float64{306, 307, 107, 0, 254}, "2019-02-28", nil},
	{"digits as Americans write them", "12312019|01012020|06152019|02282019|11092019", "01022006", []float64{306, 307, 107, 0, 254}, "2019-02-28", nil},
	{"digits without the zero in front", "31122019|1012020|15062019|28022019|9112019", "02012006", []float64{306, 307, 107, 0, 254}, "2019-02-28", nil},
	{"digits either way", "01022019|02032019|03042019|05062019|06072019", "02012006", []float64{0, 29, 61, 124, 155}, "2019-02-01", []string{"cannot be told"}},
	{"two ways", "2021-01-03|2021-01-01|31.01.2021|2021-02-01", "2006-01-02", []float64{2, 0, 30, 31}, "2021-01-01", []string{`1 date is written in another way than most, such as "31.01.2021"`}},
	{"two ways, one in doubt", "2021-01-03|2021-01-01|02/01/2021|2021-02-01", "2006-01-02", []float64{2, 0, nan, 31}, "2021-01-01", []string{"1 cell is a date whose day and month cannot be told apart"}},
	{"some with a time", "2021-01-01 12:00|2021-01-03|2021-01-02|2021-01-02 18:00", "2006-01-02 15:04", []float64{0, 1.5, 0.5, 1.25}, "2021-01-01", []string{"2 dates are written in another way"}},
	{"German months", "5. März 2021|14. Februar 2021|31. Dezember 2020", "2. January 2006", []float64{64, 45, 0}, "2020-12-31", []string{"3 dates name a month in another language"}},
	{"French months", "5 mars 2021|14 févr. 2021|2 août 2021", "2 January 2006", []float64{19, 0, 169}, "2021-02-14", []string{"another language"}},
	{"Spanish months", "5 de marzo de 2021|14 de enero de 2021", "2 January 2006", []float64{50, 0}, "2021-01-14", []string{"another language"}},
	{"far apart", "1600-01-01|2021-01-01", "2006-01-02", []float64{0, 153768}, "1600-01-01", nil},
}

func TestDateColumns(t *testing.T) {
	for _, c := range dateColumns {
		t.Run(c.name, func(t *testing.T) {
			col, have := typed(t, strings.Split(c.cells, "|"), Request{})
			if col.Import.Kind != dataset.DateColumn || col.Import.Layout != c.layout || col.Field.Layout != c.layout {
				t.Fatalf("%s with layout %q, want dates with %q", col.Import.Kind, col.Import.Layout, c.layout)
			}
			if epoch := col.Field.Epoch.Format(time.DateOnly); epoch != c.epoch {
				t.Errorf("days since %s, want %s", epoch, c.epoch)
			}
			if diff := cmp.Diff(c.want, have, cmpopts.EquateNaNs()); diff != "" {
				t.Error(diff)
			}
			problems := col.Problems[:0]
			for _, p := range col.Problems {
				if !strings.Contains(p.What, "written like") {
					problems = append(problems, p)
				}
			}
			for _, want := range c.said {
				found := false
				for _, p := range problems {
					found = found || strings.Contains(p.What, want)
				}
				if !found {
					t.Errorf("no problem says %s: %q", want, problems)
				}
			}
			if len(c.said) == 0 && len(problems) > 0 {
				t.Errorf("problems %q", problems)
			}
		})
	}
}
