package gallery

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lacuna/internal/rng"
)

// TestLessonsAreWhole holds for the words of every lesson what a reader relies
// on; that its study shows what it says is tested where studies run.
func TestLessonsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range All() {
		if seen[l.Name] || l.Title == "" || !strings.HasSuffix(l.Question, "?") || len(l.Look) < 2 || len(l.Study.Methods) < 2 {
			t.Errorf("%q lacks something: %+v", l.Name, l)
		}
		seen[l.Name] = true
		if !slices.ContainsFunc(l.Commands, func(c string) bool { return strings.HasPrefix(c, "lacuna run "+l.Name+".lacuna") }) {
			t.Errorf("%s: no command runs its study", l.Name)
		}
		text := l.Text()
		for _, part := range append(append([]string{l.Title, l.Question, l.Finding}, l.Look...), l.Commands...) {
			if !strings.Contains(text, part) {
				t.Errorf("%s: LESSON.md lacks %q", l.Name, part)
			}
		}
	}
}

// TestDataComeFromTheSeed: the same lesson is the same bytes, and every table
// has as many cells in each row as in its header.
func TestDataComeFromTheSeed(t *testing.T) {
	for _, l := range All() {
		first, second := l.tables(rng.New(root).Child(l.Name)), l.tables(rng.New(root).Child(l.Name))
		for i, table := range first {
			if string(table.csv()) != string(second[i].csv()) {
				t.Errorf("%s: %s differs from one time to the next", l.Name, table.name)
			}
			for _, row := range table.rows {
				if len(row) != len(table.header) {
					t.Fatalf("%s: %s has a row of %d cells under %d names", l.Name, table.name, len(row), len(table.header))
				}
			}
		}
	}
}

func TestWriteIsWholeOrNot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lesson")
	broken := func(temp string) error { return os.ErrPermission }
	if err := sites.Write(dir, broken); err == nil {
		t.Fatal("a project that cannot be written is no error")
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Fatal("half a lesson was left")
	}
	if err := sites.Write(dir, nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"LESSON.md", "data/labels.csv", "data/lab.csv"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestFindNamesAll(t *testing.T) {
	if l, err := Find("sites"); err != nil || l.Name != "sites" {
		t.Fatal(l, err)
	}
	if _, err := Find("nonsense"); err == nil || !strings.Contains(err.Error(), "modality-hurts") {
		t.Fatal(err)
	}
}
