package windowtest

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestKilledWindow kills the window while changes are not saved, and brings them
// back.
func TestKilledWindow(t *testing.T) {
	folder := writeDataset(t)
	study := filepath.Join(filepath.Dir(folder), "study.lacuna")
	s := start(t, folder, "--size", "1280x800")
	s.wait("the dataset", func(e event) bool { return e.Kind == "data" })
	s.key("ctrl+s")
	s.answerSaveDialog(study)
	s.wait("the saved study", func(e event) bool { return e.Kind == "data" && e.File != "" })
	s.click("patterns/pattern=01/")
	s.wait("the selection", func(e event) bool { return e.Kind == "selection" && e.Records == 20 })
	s.poll("the changes to be kept", func() bool {
		_, err := os.Stat(study + "~")
		return err == nil
	})
	s.kill()

	again := start(t, study, "--size", "1280x800")
	again.poll("the selection that was not saved", func() bool {
		again.xdotool("windowactivate", "--sync", again.window, "key", "Return", "sleep", "0.5") // “Bring them back”, once it asks
		return slices.ContainsFunc(again.events(), func(e event) bool { return e.Kind == "selection" && e.Records == 20 })
	})
}

// TestManyModalities shows 30 modalities with long and Japanese names on a screen
// that is scaled to 150 %.
func TestManyModalities(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1.5")
	s := start(t, writeModalities(t, 30), "--size", "853x533")
	s.wait("the dataset", func(e event) bool { return e.Kind == "data" && e.Records == 40 })
	inSight := func(e event) bool {
		r := e.At["presence/body=/"]
		return e.Kind == "layout" && r[2] > 200 && r[3] > 60 && r[0]+r[2] <= 853 && r[1]+r[3] <= 533
	}
	s.wait("the presence matrix in sight", inSight)
	s.key("ctrl+i")
	s.wait("the inspector in sight", func(e event) bool {
		r := e.At["inspector/compare"]
		return e.Kind == "layout" && r[2] > 0 && r[0]+r[2] <= 853 && r[1]+r[3] <= 533
	})
	s.key("ctrl+q")
	s.waitEnd()
}

// TestManyRecords selects and brushes among 200,000 records.
func TestManyRecords(t *testing.T) {
	s := start(t, writeRecords(t, 200_000), "--size", "1280x800")
	s.wait("the dataset", func(e event) bool { return e.Kind == "data" && e.Records == 200_000 })
	s.click("patterns/pattern=01/")
	s.wait("the selection", func(e event) bool { return e.Kind == "selection" && e.Records == 66_667 })
	s.drag("presence/pattern=11/", 120)
	s.wait("the brushed records", func(e event) bool { return e.Kind == "selection" && e.Records != 0 && e.Records != 66_667 })
	s.key("ctrl+q")
	s.waitEnd()
}
