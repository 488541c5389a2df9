package windowtest

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// shots is the folder for pictures of the window; none are taken without it.
var shots = flag.String("shots", "", "picture the window into this `folder`")

// A scene is a window and what is pictured of it, one after the other.
type scene struct {
	name string
	args []string
	env  []string
	show []view
}

// view is one picture: how to get there, and back.
type view struct {
	name     string
	to, back func(*session)
}

// keys press keys, one after the other.
func keys(names ...string) func(*session) {
	return func(s *session) {
		for _, name := range names {
			s.key(name)
		}
	}
}

// help opens the Help menu and does its item, counted from 1; 0 leaves the menu
// open. No event says where Fyne's menu is: the place is that of English words.
func help(item int) func(*session) {
	return func(s *session) {
		at := []string{"windowactivate", "--sync", s.window, "mousemove", "--window", s.window, "296", "12", "sleep", "0.2", "click", "1", "sleep", "0.2"}
		for range item {
			at = append(at, "key", "Down", "sleep", "0.1")
		}
		if item > 0 {
			at = append(at, "key", "Return")
		}
		s.xdotool(at...)
	}
}

// click clicks on what the layout names.
func click(name string) func(*session) { return func(s *session) { s.click(name) } }

var nothing = func(*session) {}

// everything is every pane, tab and dialog after a comparison.
var everything = []view{
	{"window", nothing, nothing},
	{"pane-a", keys("ctrl+1"), keys("ctrl+1")},
	{"pane-b", keys("ctrl+2"), keys("ctrl+2")},
	{"pane-c", keys("ctrl+3"), keys("ctrl+3")},
	{"pane-d", keys("ctrl+4"), keys("ctrl+4")},
	{"tab-compare", keys("alt+1"), nothing},
	{"tab-results", keys("alt+2"), nothing},
	{"tab-impute", keys("alt+3"), nothing},
	{"tab-record", keys("n", "alt+4"), nothing},
	{"tab-attention", keys("alt+5"), nothing},
	{"tab-log", keys("alt+6"), keys("alt+1", "Escape")},
	{"selected", click("patterns/pattern=1"), keys("Escape")},
	{"find", keys("ctrl+f"), keys("Escape")},
	{"run-on", keys("ctrl+shift+r"), keys("Escape")},
	{"keys", keys("F1"), keys("Escape")},
	{"selection-text", keys("ctrl+l"), keys("Escape")},
	{"menu-help", help(0), keys("Escape")},
	{"guide", help(2), keys("Escape")},
	{"gallery", help(3), keys("Escape")},
	{"tour", help(1), keys("Escape")}, // it opens the sample anew
}

// scenes are all windows that are pictured.
var scenes = []scene{
	{"1280x800-light", []string{"--size", "1280x800", "--theme", "light"}, nil, everything},
	{"1280x800-dark", []string{"--size", "1280x800", "--theme", "dark"}, nil, everything},
	{"1920x1080-light", []string{"--size", "1920x1080", "--theme", "light"}, nil, everything[:5]},
	{"1920x1080-dark", []string{"--size", "1920x1080", "--theme", "dark"}, nil, everything[:5]},
	{"1280x800-contrast", []string{"--size", "1280x800", "--theme", "contrast-light"}, nil, everything[:7]},
	{"1280x800-contrast-dark", []string{"--size", "1280x800", "--theme", "contrast-dark"}, nil, everything[:1]},
	{"1280x800-spanish", []string{"--size", "1280x800", "--theme", "light", "--language", "es"}, nil, everything[:16]},
	{"800x600", []string{"--size", "800x600", "--theme", "light"}, nil, []view{{"window", nothing, nothing}, {"inspector", keys("ctrl+i"), nothing}}},
	{"scaled", []string{"--size", "1280x800", "--theme", "light"}, []string{"FYNE_SCALE=1.5"}, everything[:1]},
}

// TestShots pictures the window, for people to look at.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("-shots names no folder (make shots does)")
	}
	study := filepath.Join(t.TempDir(), "study")
	if out, err := exec.Command(os.Getenv("LACUNA_PROGRAM"), "sample", "--study", "-o", study).CombinedOutput(); err != nil {
		t.Fatalf("the sample's study: %v: %s", err, out)
	}
	for _, sc := range scenes {
		t.Run(sc.name, func(t *testing.T) {
			for _, e := range sc.env {
				name, value, _ := strings.Cut(e, "=")
				t.Setenv(name, value)
			}
			s := start(t, append(sc.args, copied(t, study))...)
			s.wait("rest", func(e event) bool { return e.Kind == "idle" })
			for _, v := range sc.show {
				v.to(s)
				s.picture(filepath.Join(*shots, sc.name, v.name+".png"))
				v.back(s)
			}
		})
	}
}

// copied is the project of a study in a folder of its own, which the window may
// change.
func copied(t *testing.T, study string) string {
	folder := filepath.Join(t.TempDir(), "sample")
	if err := os.CopyFS(folder, os.DirFS(study)); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "sample.lacuna")
}

// picture keeps what the window shows once it has come to rest: some pictures one
// after the other are the same.
func (s *session) picture(file string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	var last image.Image
	var text []byte
	same, taken := 0, 0
	s.poll("the window to rest", func() bool {
		var err error
		if text, err = exec.Command("import", "-window", s.window, "png:-").Output(); err != nil {
			return false
		}
		now, err := png.Decode(bytes.NewReader(text))
		if err != nil || !reflect.DeepEqual(now, last) {
			same = 0
		}
		same++
		last = now
		taken++
		return same > 6 || taken > 40 // a cursor never rests
	})
	if err := os.WriteFile(file, text, 0o644); err != nil {
		s.t.Fatal(err)
	}
}
