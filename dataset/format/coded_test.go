package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// A column of codes stays one of numbers and is told of with the flag that makes
// it one of categories; who has decided is told no more, and of many columns alike
// all are told of at once.
func TestCodesAreOffered(t *testing.T) {
	one, many := "id,thal,label\n", "id,label"
	for k := range 12 {
		many += fmt.Sprintf(",q%c", 'a'+k)
	}
	many += "\n"
	for i := range 30 {
		one += fmt.Sprintf("r%d,%d,%d\n", i, []int{3, 6, 7}[i%3], i/3%2)
		many += fmt.Sprintf("r%d,%d", i, i/3%2)
		for k := range 12 {
			many += fmt.Sprintf(",%d", 1+(i+k*i/7)%3)
		}
		many += "\n"
	}
	read := func(text, kind string) (kinds []dataset.FieldKind, told []string) {
		imp := dataset.Import{}
		if kind != "" {
			imp.Kinds = []string{kind}
		}
		d, err := openWith(t, writeFiles(t, map[string]string{"a.csv": text}), imp)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Blocks[0].Modality.Fields {
			kinds = append(kinds, f.Kind)
		}
		for _, p := range d.Problems {
			if strings.Contains(p.What, "codes of categories") {
				told = append(told, p.String())
			}
		}
		return kinds, told
	}
	kinds, told := read(one, "")
	if kinds[0] != dataset.Whole || len(told) != 1 || !strings.HasPrefix(told[0], "a.csv, column thal: 3 different whole numbers (3, 6, 7) in 30 cells") || !strings.Contains(told[0], "--kind 'a.csv:thal=category'") {
		t.Errorf("as recognised: %v, %q", kinds, told)
	}
	if kinds, told = read(one, "a.csv:thal=category"); kinds[0] != dataset.Category || len(told) > 0 {
		t.Errorf("as categories: %v, %q", kinds, told)
	}
	if kinds, told = read(one, "thal=number"); kinds[0] != dataset.Whole || len(told) > 0 {
		t.Errorf("as numbers: %v, %q", kinds, told)
	}
	if _, told = read(strings.Replace(one, "thal", "t=h", 1), "t=h=number"); len(told) > 0 {
		t.Errorf("as numbers, of a name with = in it: %q", told)
	}
	if _, told = read(many, ""); len(told) != 1 || !strings.Contains(told[0], "12 columns, such as qa,") {
		t.Errorf("twelve columns: %q", told)
	}
}
