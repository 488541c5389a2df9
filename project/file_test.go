package project

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestRoundTrip(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	for _, want := range examples() {
		if err := Save(file, want); err != nil {
			t.Fatal(err)
		}
		got, err := Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
	if got := listing(t, filepath.Dir(file)); !cmp.Equal(got, []string{"study.lacuna"}) {
		t.Errorf("saving leaves %v behind", got)
	}
}

// Some editors put a mark of the byte order before a text.
func TestMarkedFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if err := Save(file, example()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append([]byte("\ufeff"), text...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example(), got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// What others wrote into the file beside our fields is there after saving, to
// the last digit; what is within our fields and unknown is refused.
func TestOtherFieldsAreKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	text := `{"schema": 4, "name": "old", "notebook": {"pages": [1, 2.50, 18446744073709551615], "by": "<us>"}, "Name": null}`
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	p.Name = "new"
	if err := Save(file, p); err != nil {
		t.Fatal(err)
	}
	saved, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"name": "new"`, `"Name": null`, "2.50", "18446744073709551615", `"by": "<us>"`} {
		if !strings.Contains(string(saved), want) {
			t.Errorf("%s is lost:\n%s", want, saved)
		}
	}
	again, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, again, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestRemarksAreBounded(t *testing.T) {
	list := make([]dataset.Problem, mostRemarks+50)
	for i := range list {
		list[i] = dataset.Problem{Row: i, What: "odd", Done: "kept"}
	}
	list[len(list)-1].Done = "left out"
	r := NewRemarks(list)
	if r.Count != mostRemarks+50 || len(r.List) != mostRemarks || r.List[0].Done != "left out" {
		t.Errorf("%d counted, %d kept, first %v", r.Count, len(r.List), r.List[0])
	}
}

func TestDamagedFiles(t *testing.T) {
	cases := []struct{ name, text, says string }{
		{"empty", "", "unexpected end"},
		{"no JSON", "id,label\n1,2\n", "line 1"},
		{"cut off", "{\n \"schema\": 1,\n \"name\": \"x", "line 3"},
		{"no UTF-8", "{\"schema\": 1,\n\"name\": \"M\xfcller\"}", "line 2 is no text in UTF-8"},
		{"no schema", `{"name": "x"}`, "no schema number"},
		{"schema of another type", `{"schema": "one"}`, "schema"},
		{"schema 0", `{"schema": 0}`, "first is 1"},
		{"unknown field of ours", `{"schema": 3, "window": {"colour": "red"}}`, `"colour"`},
		{"window of another type", `{"schema": 2, "window": "wide"}`, "window"},
		{"wrong type", `{"schema": 1, "specs": [{"seeds": "three"}]}`, "seeds"},
		{"decisions of another type", `{"schema": 1, "dataset": {"options": "id"}}`, "options"},
		{"unknown decision", `{"schema": 2, "dataset": {"import": {"colour": "red"}}}`, `"colour"`},
		{"more after the end", `{"schema": 1} {}`, "after top-level value"},
	}
	for _, c := range cases {
		_, err := decode("study.lacuna", []byte(c.text))
		var user *dataset.UserError
		if !errors.As(err, &user) || user.Try == "" {
			t.Errorf("%s: %v, want an error for people", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "study.lacuna") {
			t.Errorf("%s: %q does not say %q and which file", c.name, err, c.says)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.lacuna")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// Whatever operation fails, the old file or the new one is there, whole, and
// the next save works.
func TestSaveSurvivesFaults(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "study.lacuna")
	old := New("old")
	fresh := example()
	work := func(files fileSystem) error {
		if err := Save(file, old); err != nil {
			t.Fatal(err)
		}
		return save(files, file, fresh)
	}
	everyFault(t, work, func(at int, err error) {
		p, readErr := Open(file)
		if readErr != nil {
			t.Fatalf("fault %d: %v", at, readErr)
		}
		switch {
		case err == nil && p.Name != fresh.Name:
			t.Errorf("fault %d: no error, but the file is the old one", at)
		case err != nil && !errors.Is(err, errFault):
			t.Errorf("fault %d: the reason is lost: %v", at, err)
		case p.Name != old.Name && p.Name != fresh.Name:
			t.Errorf("fault %d: the file is neither old nor new", at)
		}
	})
}

func FuzzDecode(f *testing.F) {
	kept, err := os.ReadFile(filepath.Join("testdata", "schema1.lacuna"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(kept)
	f.Add([]byte(`{"schema": 1}`))
	f.Add([]byte(`{"schema": 99}`))
	f.Add([]byte(`{"schema": 3, "other": [{"a": 1e400}], "Schema": 1}`))
	f.Add([]byte(`{"schema": 1, "window": {"splitters": {"a": 1e400}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := decode("study.lacuna", text)
		if err != nil {
			return
		}
		again, err := encode(p)
		if err != nil {
			t.Fatalf("a project that was read cannot be written: %v", err)
		}
		q, err := decode("study.lacuna", again)
		if err != nil {
			t.Fatalf("a project that was written cannot be read: %v", err)
		}
		if diff := cmp.Diff(p, q, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestDatasetPath(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "studies", "heart.lacuna")
	data := filepath.Join(folder, "data", "heart4")
	var d Dataset
	if err := d.Locate(file, data); err != nil {
		t.Fatal(err)
	}
	if d.Path != "../data/heart4" {
		t.Errorf("stored path %q, want a relative one with forward slashes", d.Path)
	}
	if got := d.DataPaths(file)[0]; got != data {
		t.Errorf("found at %q, want %q", got, data)
	}
	moved := filepath.Join(folder, "elsewhere", "studies", "heart.lacuna")
	if got, want := d.DataPaths(moved)[0], filepath.Join(folder, "elsewhere", "data", "heart4"); got != want {
		t.Errorf("after moving both: %q, want %q", got, want)
	}
	absolute := Dataset{Path: filepath.ToSlash(data)}
	if got := absolute.DataPaths(file)[0]; got != data {
		t.Errorf("an absolute path becomes %q, want %q", got, data)
	}
	several := []string{filepath.Join(data, "a.csv"), filepath.Join(data, "b.csv")}
	if err := d.Locate(file, several...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(several, d.DataPaths(file)); diff != "" {
		t.Error("several files: " + diff)
	}
}

// By whichever link a project is named, its runs and its data are the same.
func TestLinkedProjectIsThatProject(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "there", "study.lacuna"), filepath.Join(folder, "link.lacuna")
	if err := os.Symlink(filepath.Join("there", "study.lacuna"), link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if got, want := RunsFolder(link), RunsFolder(file); got != want {
		t.Errorf("runs in %s, want %s", got, want)
	}
	if got, want := Resolved(link, "data"), filepath.Join(folder, "there", "data"); got != want {
		t.Errorf("data in %s, want %s", got, want)
	}
	if got, err := Relative(link, filepath.Join(folder, "there", "data")); err != nil || got != "data" {
		t.Errorf("written down as %q, %v", got, err)
	}
}

func TestRunsFolder(t *testing.T) {
	if got := RunsFolder(filepath.Join("a", "study.lacuna")); got != filepath.Join("a", "study.runs") {
		t.Errorf("runs in %q", got)
	}
}

func TestChangedDataset(t *testing.T) {
	made, err := dataset.New(dataset.Dataset{
		Name: "tiny", IDs: []string{"a"},
		Blocks: []dataset.Block{{Modality: dataset.Modality{Name: "x", Kind: dataset.Table, Columns: []string{"c"}}, Numbers: dataset.NewMatrix(1, 1), Causes: make([]dataset.Cause, 1)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var d Dataset
	d.Describe(made)
	if err := d.Check(made); err != nil || d.Records != 1 || d.Name != "tiny" {
		t.Errorf("the same dataset: %v, %+v", err, d)
	}
	d.SHA256 = "another"
	var user *dataset.UserError
	if err := d.Check(made); !errors.As(err, &user) || !strings.Contains(err.Error(), "has changed") || !strings.Contains(user.Try, "lacuna compare DATA -o NEW.lacuna") {
		t.Errorf("another dataset: %v", err)
	}
}

// Saving keeps what a user has made of the file: its rights, and a link that
// leads to it. One that may not be written is not replaced.
func TestSavingKeepsRightsAndLinks(t *testing.T) {
	folder := t.TempDir()
	file, link, ahead := filepath.Join(folder, "study.lacuna"), filepath.Join(folder, "link.lacuna"), filepath.Join(folder, "ahead.lacuna")
	if err := Save(file, New("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o660); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink("study.lacuna", link), os.Symlink("later.lacuna", ahead)); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	for _, name := range []string{link, ahead} {
		if err := Save(name, New("new")); err != nil {
			t.Fatal(err)
		}
		if about, err := os.Lstat(name); err != nil || about.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", name, err)
		}
	}
	about, err := os.Stat(file)
	if err != nil || about.Mode().Perm() != 0o660 {
		t.Errorf("rights %v, %v; want those it had", about.Mode(), err)
	}
	if p, err := Open(file); err != nil || p.Name != "new" {
		t.Errorf("the file behind the link holds %v, %v", p, err)
	}
	if _, err := Open(filepath.Join(folder, "later.lacuna")); err != nil {
		t.Errorf("a link to a file that was not there yet: %v", err)
	}
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := Save(file, New("third")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a file that may not be written is replaced: %v", err)
	}
}
