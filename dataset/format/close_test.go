package format_test

import (
	"os"
	"runtime/debug"
	"testing"

	"lacuna/dataset/format"
)

// Opening tables leaves no file open, whether it works or not.
func TestFilesAreClosed(t *testing.T) {
	const here = "/proc/self/fd"
	if _, err := os.ReadDir(here); err != nil {
		t.Skip("the system does not list open files")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // what the collector closes is closed too late
	dir, bad := t.TempDir(), t.TempDir()
	for file, text := range map[string]string{dir + "/a.csv": "id,x\np1,1\np2,2\n", bad + "/a.csv": "id,x\np1,1\np1,2\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	count := func() int {
		list, err := os.ReadDir(here)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := count()
	for range 10 {
		if _, err := format.Open(t.Context(), dir, format.Options{}); err != nil {
			t.Fatal(err)
		}
		if _, err := format.Open(t.Context(), bad, format.Options{}); err == nil {
			t.Fatal("an id that stands twice is no error")
		}
	}
	if after := count(); after > before+2 {
		t.Errorf("%d files are open, and %d were", after, before)
	}
}
