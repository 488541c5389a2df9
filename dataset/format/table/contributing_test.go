package table_test

import (
	"os"
	"strings"
	"testing"

	"lacuna/internal/contributing"
)

// readsExample is a test for the reader of CONTRIBUTING.md.
const readsExample = `package table

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestContributed(t *testing.T) {
	text := "% weather\n@relation w\n@attribute 'the temperature' numeric\n@attribute sky {clear,grey}\n\n@data\n1.5,clear\n?,grey\n3\n"
	tables, err := Open(t.Context(), fstest.MapFS{"w.arff": {Data: []byte(text)}}, "w.arff", Request{})
	if err != nil || len(tables) != 1 || !Is("w.arff") {
		t.Fatal(tables, err)
	}
	w := tables[0]
	if d := cmp.Diff([][]string{{"1.5", "?"}, {"clear", "grey"}}, w.cells.texts([]int{0, 1})); d != "" || !cmp.Equal(w.Names, []string{"the temperature", "sky"}) {
		t.Error(w.Names, d)
	}
	if len(w.Problems) != 1 {
		t.Error(w.Problems)
	}
}
`

// TestContributingExample reads a file with the reader of CONTRIBUTING.md.
func TestContributingExample(t *testing.T) {
	list, err := os.ReadFile("openers.go")
	if err != nil {
		t.Fatal(err)
	}
	contributing.Try(t, "../../..", "dataset/format/table/arff.go", map[string]string{
		"openers.go": strings.Replace(string(list), "jsonOpener}", "jsonOpener, arffOpener}", 1), "arff_test.go": readsExample,
	}, "TestContributed")
}
