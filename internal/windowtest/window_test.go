// Package windowtest drives the real window from outside, as a person does:
// with pointer and keys (xdotool), on the screen that scripts/xvfb.sh gives.
// It sees the window through its event log, since Fyne shows nothing to
// accessibility tools, and it waits on events, never for a time.
package windowtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMainJob goes the way from a folder to an exported chart.
func TestMainJob(t *testing.T) {
	s := start(t, writeDataset(t), "--size", "1280x800")
	s.wait("the dataset", func(e event) bool { return e.Kind == "data" && e.Records == 60 })

	s.click("patterns/pattern=01/")
	s.wait("the selection of the pattern", func(e event) bool { return e.Kind == "selection" && e.Records == 20 })
	s.key("Escape")
	s.wait("the selection cleared", func(e event) bool { return e.Kind == "selection" && e.Records == 0 })

	s.flip()

	// A brush from the first pattern of A into the second, and a search.
	s.drag("presence/pattern=11/", 120)
	brushed := func(e event) bool { return e.Kind == "selection" && e.Records > 20 && e.Records < 60 }
	s.wait("the brushed records", brushed)
	s.key("Escape")
	s.wait("the selection cleared", func(e event) bool { return e.Kind == "selection" && e.Records == 0 })
	s.key("ctrl+z")
	s.wait("the brushed records again", brushed)
	s.key("Escape")
	s.wait("the selection cleared", func(e event) bool { return e.Kind == "selection" && e.Records == 0 })
	s.key("ctrl+f")
	s.typeText("p05")
	s.key("Return")
	s.wait("the record that was searched for", func(e event) bool { return e.Kind == "found" && e.Words == "p05" })
	s.key("Escape")

	s.click("compare")
	s.wait("the start of the comparison", func(e event) bool { return e.Kind == "study" && e.Running })
	s.wait("its end", func(e event) bool { return e.Kind == "study" && !e.Running && e.Runs > 0 && e.Strata > 0 })

	s.click("strata/stratum=without:image/")
	s.wait("the selection of the stratum", func(e event) bool { return e.Kind == "selection" && e.Records == 20 })

	picture := filepath.Join(t.TempDir(), "strata.png")
	s.click("export/strata")
	s.answerSaveDialog(picture)
	s.wait("the exported chart", func(e event) bool { return e.Kind == "exported" && e.Path == picture })
	if info, err := os.Stat(picture); err != nil || info.Size() < 1000 {
		t.Errorf("the exported chart: %v, %v", info, err)
	}

	// The finished study is not saved: closing asks, and Enter saves it.
	study := filepath.Join(t.TempDir(), "clinic.lacuna")
	s.key("ctrl+q")
	s.key("Return")
	s.answerSaveDialog(study)
	s.waitEnd()
	if _, err := os.Stat(study); err != nil {
		t.Errorf("the study that was to be saved: %v", err)
	}
}

// flip switches a modality of a record off, has an imputer stand in for it, and
// holds Space for the real one.
func (s *session) flip() {
	s.t.Helper()
	s.key("n") // the first record has no image
	s.click("tab/Record")
	s.click("switch/image")
	s.click("whatif/make")
	s.wait("the stand-in", func(e event) bool { _, _, ok := e.place("lens/image"); return ok })
	s.xdotool("windowactivate", "--sync", s.window, "keydown", "space")
	s.wait("the real one", func(e event) bool { return e.Kind == "flip" && e.Real })
	s.xdotool("keyup", "space")
	s.wait("the stand-in again", func(e event) bool { return e.Kind == "flip" && !e.Real })
}

// TestDecisions opens a table, chooses another label in the preview, and opens
// what was read by it.
func TestDecisions(t *testing.T) {
	folder := writeDataset(t)
	s := start(t, "--size", "1280x800")
	s.click("open")
	s.answerOpenDialog(filepath.Join(folder, "table.csv"))
	s.wait("the preview", func(e event) bool { return e.Kind == "preview" && e.Ready })
	s.click("preview/label")
	s.typeText("a")
	s.wait("the label that was chosen", func(e event) bool {
		return e.Kind == "preview" && e.Ready && !strings.Contains(e.Words, "no labels")
	})
	s.click("preview/open")
	s.wait("the dataset", func(e event) bool { return e.Kind == "data" && e.Records == 60 })
	s.key("ctrl+q")
	s.waitEnd()
}

// TestFirstMinute goes from the start card to the first dots, and stops.
func TestFirstMinute(t *testing.T) {
	s := start(t, "--size", "1280x800")
	s.click("sample")
	s.wait("the sample", func(e event) bool { return e.Kind == "data" && e.Records == 600 })
	s.click("compare")
	s.wait("the first dots", func(e event) bool { return e.Kind == "study" && e.Running && e.Strata > 0 })
	s.click("stop")
	s.wait("the stop", func(e event) bool { return e.Kind == "study" && !e.Running })
	// Whether closing asks now depends on whether a job had finished; another test
	// closes a window.
}

// TestSmallWindow reaches the methods in the smallest window, by pointer and key.
func TestSmallWindow(t *testing.T) {
	s := start(t, writeDataset(t), "--size", "800x600")
	s.wait("the dataset", func(e event) bool { return e.Kind == "data" })
	inSight := func(e event) bool {
		r := e.At["inspector/compare"]
		return e.Kind == "layout" && r[2] > 0 && r[0]+r[2] <= 800 && r[1]+r[3] <= 600
	}
	hidden := func(e event) bool { return e.Kind == "layout" && len(e.At) > 0 && e.At["inspector/compare"][2] == 0 }
	s.wait("panes without the inspector", hidden)
	s.click("inspector")
	s.wait("the inspector", inSight)
	s.key("ctrl+i")
	s.wait("panes without the inspector again", hidden)
	s.key("ctrl+q")
	s.waitEnd()
}

// place finds where something is by the beginning of its name.
func (e event) place(name string) (x, y int, ok bool) {
	for full, r := range e.At {
		if strings.HasPrefix(full, name) && r[2] > 0 {
			return r[0] + r[2]/2, r[1] + r[3]/2, true
		}
	}
	return 0, 0, false
}
