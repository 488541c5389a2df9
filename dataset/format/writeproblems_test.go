package format

import (
	"strings"
	"testing"

	"lacuna/dataset"
)

func TestProblemsAsATable(t *testing.T) {
	var out strings.Builder
	err := WriteProblems(&out, []dataset.Problem{
		{File: "a.csv", Row: 3, Column: "=cmd|'/c calc'!A1", What: "one, \"two\"", Done: "left out"},
		{File: "@sum.csv", What: "odd"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "file,row,column,what,done\na.csv,3,'=cmd|'/c calc'!A1,\"one, \"\"two\"\"\",left out\n'@sum.csv,,,odd,\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
