package away

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lacuna/experiment"
)

// TestNothingOutsideIsWritten: a project may be anybody's. Links in the folder of
// its runs lead to no file outside, whichever of our files they stand for.
func TestNothingOutsideIsWritten(t *testing.T) {
	for name, act := range map[string]func(*Project) error{
		".background/log":   func(p *Project) error { _, err := Start(t.Context(), "/bin/false", p.File); return err },
		".background":       func(p *Project) error { _, err := Start(t.Context(), "/bin/false", p.File); return err },
		".slurm/array-1.sh": func(p *Project) error { return p.Keep(Settings{Tasks: 1}, "mine") },
		".slurm/collect.sh": func(p *Project) error { _, err := p.Scripts(Defaults(), true); return err },
		".slurm":            func(p *Project) error { return p.Keep(Settings{Tasks: 1}, "mine") },
		".slurm/jobs":       func(p *Project) error { return p.note("7") },
	} {
		dir := t.TempDir()
		p := &Project{File: filepath.Join(dir, "s.lacuna"), Outline: experiment.Outline{}}
		outside, link := filepath.Join(dir, "outside"), filepath.Join(dir, "s.runs", name)
		for _, folder := range []string{outside, filepath.Dir(link)} {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		victim, to := filepath.Join(outside, "victim"), outside
		if err := os.WriteFile(victim, []byte("intact"), 0o644); err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(name) != "." {
			to = victim
		}
		if err := os.Symlink(to, link); err != nil {
			t.Skip("no links here:", err)
		}
		if err := act(p); err == nil && !strings.HasSuffix(name, ".sh") { // a script takes the place of the link
			t.Errorf("%s: no error", name)
		}
		left, err := os.ReadDir(outside)
		text, err2 := os.ReadFile(victim)
		if err != nil || err2 != nil || len(left) != 1 || string(text) != "intact" {
			t.Errorf("%s: outside are %v, and %q", name, left, text)
		}
	}
}

// TestPathsThere: a path is put together of whole parts, however the slashes stand
// in what was given, and never looks like a flag.
func TestPathsThere(t *testing.T) {
	for moved, want := range map[string]string{
		"/a=/b": "/b/c/s.lacuna", "/a/=/b": "/b/c/s.lacuna", "/a=/b/": "/b/c/s.lacuna", "/a/=/b/": "/b/c/s.lacuna", "/=/b": "/b/a/c/s.lacuna",
		"/a=/": "/c/s.lacuna", "/a/c/s.lacuna=/x": "/x", "/other=/b": "/a/c/s.lacuna",
	} {
		if got := (Settings{Moved: []string{moved}}).there("/a/c/s.lacuna"); got != want {
			t.Errorf("%s: %s, want %s", moved, got, want)
		}
	}
	for _, bad := range []string{"/a=-x", "/a=b", "/a=", "=/b", "/a"} {
		s := Defaults()
		if s.Moved = []string{bad}; s.Check() == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

// TestAProgramThatIsNamedIsThere: --program is a path where the tasks run already,
// and a path that a file for Kubernetes cannot hold is said.
func TestAProgramThatIsNamedIsThere(t *testing.T) {
	dir := t.TempDir()
	s := Defaults()
	s.Program, s.Moved = dir+"/lacuna", []string{dir + "=/there"}
	w, err := (&Project{File: dir + "/s.lacuna"}).work(s)
	if err != nil || w.Program != dir+"/lacuna" || w.Study != "/there/s.lacuna" {
		t.Error(w, err)
	}
	s = Defaults()
	s.For = "kubernetes"
	if _, err := (&Project{File: dir + "/\xff.lacuna"}).work(s); err == nil {
		t.Error("bytes that are no letters are written as others")
	}
}

// TestAnEditedScriptStays: where a script cannot be written, that which is there
// stays.
func TestAnEditedScriptStays(t *testing.T) {
	p := &Project{File: filepath.Join(t.TempDir(), "s.lacuna")}
	s := Settings{Tasks: 1}
	if err := p.Keep(s, "mine"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(p.arrayFile(1)+".new", 0o755); err != nil { // in the way
		t.Fatal(err)
	}
	err := p.Keep(s, "another")
	if text, _ := p.Edited(s); err == nil || text != "mine" {
		t.Errorf("%q, %v", text, err)
	}
}
