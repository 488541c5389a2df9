package gallery

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset/format"
	"lacuna/internal/rng"
	"lacuna/project"
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

// TestAWrittenLessonCanBeMoved: the project finds its data beside itself.
func TestAWrittenLessonCanBeMoved(t *testing.T) {
	parent := t.TempDir()
	file, err := sites.Write(t.Context(), filepath.Join(parent, "lesson"))
	if err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(parent, "elsewhere")
	if err := os.Rename(filepath.Dir(file), moved); err != nil {
		t.Fatal(err)
	}
	p, err := project.Open(filepath.Join(moved, filepath.Base(file)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := format.OpenFiles(t.Context(), p.Dataset.DataPaths(filepath.Join(moved, "sites.lacuna")), format.Options{Import: p.Dataset.Import})
	if err != nil || p.Dataset.Check(data) != nil || len(p.Specs) != 1 {
		t.Fatal(err, p.Dataset.Check(data), len(p.Specs))
	}
	if _, err := sites.Write(t.Context(), moved); err == nil {
		t.Fatal("a folder that is not empty was written to")
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
