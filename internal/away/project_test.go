package away

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestJobNames: schedulers take letters, digits and dashes within, and Kubernetes
// no more than 63 of them with the number of a task behind.
func TestJobNames(t *testing.T) {
	for file, want := range map[string]string{
		"a/My study.lacuna": "lacuna-my-study", "é.lacuna": "lacuna", "-x-.lacuna": "lacuna-x", strings.Repeat("ab-", 40) + ".lacuna": "lacuna-" + strings.Repeat("ab-", 13) + "ab",
	} {
		if got := jobName(file); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// TestJobsOfACopyAreOthers: the ids that were noted for a project are not those of
// its copy, where they may be anybody's jobs, and nothing but an id is one.
func TestJobsOfACopyAreOthers(t *testing.T) {
	one := &Project{File: filepath.Join(t.TempDir(), "s.lacuna")}
	if err := os.MkdirAll(one.Folder(), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"7", "-1", "--user=root", "8"} {
		if err := one.note(id); err != nil {
			t.Fatal(err)
		}
	}
	if got := one.Submitted(); !slices.Equal(got, []string{"7", "8"}) {
		t.Errorf("submitted: %q", got)
	}
	other := &Project{File: filepath.Join(t.TempDir(), "s.lacuna")}
	if err := os.CopyFS(other.Folder(), os.DirFS(one.Folder())); err != nil {
		t.Fatal(err)
	}
	if got := other.Submitted(); len(got) != 0 {
		t.Errorf("a copy would cancel %q", got)
	}
}
