package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// turned is a table of three genes whose n records are its columns, with rows
// of words above them.
func turned(n int, corner, id string, rows ...string) string {
	list := []string{corner}
	for i := 1; i <= n; i++ {
		list[0] += "," + fmt.Sprintf(id, i)
	}
	for _, row := range rows {
		name, words, _ := strings.Cut(row, "=")
		for i, cells := 0, strings.Split(words, ","); i < n; i++ {
			name += "," + cells[i%len(cells)]
		}
		list = append(list, name)
	}
	for g := range 3 {
		row := fmt.Sprintf("g%d", g+1)
		for i := 1; i <= n; i++ {
			row += fmt.Sprintf(",%d.%d5", i*i, g+1)
		}
		list = append(list, row)
	}
	return strings.Join(list, "\n") + "\n"
}

// Tables whose records are columns, as those of genes are.
func TestRecordsInColumns(t *testing.T) {
	read := "records 12\n* table 12: g1 g2 g3\n* p03 g2 = 9.25\n"
	both := read + "classes no=6 yes=6\nsays records are columns + row 1 is called"
	plain := turned(12, "gene", "p%02d")
	end := strings.TrimPrefix(strings.SplitAfter(turned(12, "gene", "p%02d", "label=yes,no"), "\n")[1], "\n")
	units := lines("id,x1,x2,x3,x4", 12, "p%02[1]d,%[1]d.5,%[1]d.25,%[1]d.5,%[1]d")
	under := func(line string) map[string]string {
		return one("a.csv", strings.Replace(units, "\n", "\n"+line+"\n", 1))
	}
	checkSituations(t, []situation{
		{name: "labels under the header", files: one("a.csv", turned(12, "gene", "p%02d", "label=yes,no")), want: both},
		{name: "as a file", files: one("a.csv", turned(12, "gene", "p%02d", "label=yes,no")), open: "a.csv", want: both},
		{name: "no corner", files: one("a.csv", turned(12, "", "p%02d", "label=yes,no")), want: both},
		{name: "a corner called id", files: one("a.csv", turned(12, "sample_id", "p%02d", "diagnosis=yes,no")), want: both},
		{name: "classes of numbers", files: one("a.csv", turned(12, "gene", "p%02d", "class=0,1")), want: read + "classes 0=6 1=6"},
		{name: "ids of numbers", files: one("a.csv", turned(12, "gene", "1%02d", "label=yes,no")), want: "records 12\n* 103 g2 = 9.25\nclasses no=6 yes=6"},
		{name: "labels at the end", files: one("a.csv", plain+end), want: read + "classes no=6 yes=6"},
		{name: "some labels lacking", files: one("a.csv", turned(12, "gene", "p%02d", "label=yes,no,,no")), want: read + "labelled 9"},
		{name: "by semicolons", files: one("a.csv", strings.ReplaceAll(turned(12, "gene", "p%02d", "label=yes,no"), ",", ";")), want: both},
		{name: "labels and parts", files: one("a.csv", turned(12, "gene", "p%02d", "split=train,train,test", "label=yes,no")), want: read + "classes no=6 yes=6\nparts train=8 test=4"},
		{name: "words of another name", files: one("a.csv", turned(12, "", "p%02d", "tissue=skin,liver")), want: "records 12\n* p01 tissue = skin\nsays row tissue holds words"},
		{name: "beside a table", files: with(one("a.csv", turned(12, "gene", "p%02d", "label=yes,no")), one("b.csv", lines("id,age", 12, "p%02[1]d,4%[1]d"))),
			want: "records 12\nmodalities a b\na p03 g2 = 9.25\nclasses no=6 yes=6"},
		{name: "labels turned, too", files: with(one("a.csv", plain), one("labels.csv", strings.Join(strings.SplitAfter(turned(12, "id", "p%02d", "label=yes,no"), "\n")[:2], ""))),
			want: "records 12\na p03 g2 = 9.25\nclasses no=6 yes=6"},
		{name: "features by name", files: one("a.csv", plain), want: read + "says records are columns + called gene + --id gene"},
		{name: "features as records", files: one("a.csv", plain), imp: dataset.Import{ID: "gene"}, want: "records 3\n* g2 p03 = 9.25"},
		{name: "a column that explains", files: one("a.csv", strings.NewReplacer("gene,", "gene,about,", "g1,", "g1,a gene,", "g2,", "g2,a gene,", "g3,", "g3,a gene,", "label,", "label,,").Replace(turned(12, "gene", "p%02d", "label=yes,no"))),
			want: read + "classes no=6 yes=6\nsays explains the rows + about"},
		{name: "units are no records", files: under("unit,mg,mg,g,g"), want: "records 12\n* table 12: x1 x2 x3 x4\nsays units or explanations"},
		{name: "units without a name", files: under(",mg,mg,g,g"), want: "records 12\n* table 12: x1 x2 x3 x4\nsays units or explanations"},
		{name: "types", files: under("type,float,float,int,int"), want: "records 12\n* table 12: x1 x2 x3 x4\nsays units or explanations"},
		{name: "an id called y", files: one("a.csv", "id,height,width,depth,weight\nx,1,2,1,2\ny,1,2,1,2\nz,3,4,3,5\n"), want: "records 3\n* y width = 2"},
	})
}
