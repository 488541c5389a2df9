package vm

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lacuna/experiment"
)

// A report of what the window shows is one page with its verdict, a table of its
// strata and the commands; one that was stopped, or fails, leaves no file.
func TestReportIsWrittenWholeOrNotAtAll(t *testing.T) {
	k := newDesk(t)
	folder := t.TempDir()
	k.around.Redo = func(file, source string, _ experiment.Spec) []string { return []string{"again " + file + source} }
	k.around.Version = "9.9"
	write := func(path string) (err error) {
		ended := false
		k.Report(path, func(e error) { err, ended = e, true })
		k.wait("the report", func() bool { return ended })
		return err
	}
	k.Show(k.data, "/data/small")
	if err := write(filepath.Join(folder, "early.html")); !errors.Is(err, errNoResults) {
		t.Errorf("without results: %v", err)
	}
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the comparison", k.Settled)
	path := filepath.Join(folder, "report.html")
	if err := write(path); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"again /data/small", "Lacuna 9.9", "<svg", "Little", "</html>"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	k.Report(filepath.Join(folder, "stopped.html"), func(error) { t.Error("a stopped report is told of") })()
	if err := write(filepath.Join(folder, "no", "such", "folder.html")); err == nil {
		t.Error("a report is written where there is no folder")
	}
	k.wait("the writers", k.Settled)
	if list, _ := os.ReadDir(folder); len(list) != 1 {
		t.Errorf("the folder holds %v", list)
	}
}
