package windowtest

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience is how long anything may take on a slow machine.
var patience = 2 * time.Minute

// event is one line of the window's log.
type event struct {
	Kind    string            `json:"event"`
	Records int               `json:"records"`
	Running bool              `json:"running"`
	Runs    int               `json:"runs"`
	Strata  int               `json:"strata"`
	Path    string            `json:"path"`
	File    string            `json:"file"`
	Words   string            `json:"words"`
	Ready   bool              `json:"ready"`
	Real    bool              `json:"real"`
	At      map[string][4]int `json:"at"` // left, top, width, height in the window
}

// session is one running window.
type session struct {
	t      *testing.T
	log    string
	window string // its number on the screen
	ended  chan error
	kill   func() // at once, as no person can
	seen   int    // events that have been waited for
}

// start opens the window, or skips the test where there is no screen.
func start(t *testing.T, args ...string) *session {
	t.Helper()
	program := os.Getenv("LACUNA_PROGRAM")
	if program == "" {
		t.Skip("LACUNA_PROGRAM names no program (make window sets it)")
	}
	if os.Getenv("DISPLAY") == "" {
		t.Skip("there is no display (scripts/xvfb.sh gives one)")
	}
	if _, err := exec.LookPath("xdotool"); err != nil {
		t.Skip("xdotool is not installed (make ready installs it)")
	}
	s := &session{t: t, log: filepath.Join(t.TempDir(), "events.jsonl"), ended: make(chan error, 1)}
	cmd := exec.Command(program, append(args, "--events", s.log)...)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+t.TempDir())
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- cmd.Wait() }()
	s.kill = func() {
		_ = cmd.Process.Kill()
		<-s.ended
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it has ended where all went well
		if t.Failed() {
			t.Log(said.String())
			t.Log(s.text())
		}
	})
	s.wait("the window", func(e event) bool { return e.Kind == "layout" })
	s.window = s.find("--pid", strconv.Itoa(cmd.Process.Pid), "--name", "Lacuna")
	return s
}

func (s *session) text() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return ""
	}
	return string(text)
}

// events returns the whole lines of the log.
func (s *session) events() []event {
	var out []event
	lines := strings.Split(s.text(), "\n")
	for _, line := range lines[:len(lines)-1] {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			s.t.Fatalf("event %q: %v", line, err)
		}
		out = append(out, e)
	}
	return out
}

// poll asks again and again until cond holds or patience ends.
func (s *session) poll(what string, cond func() bool) {
	s.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !cond() {
		select {
		case <-tick.C:
		case <-late:
			s.t.Fatal("waited in vain for " + what)
		}
	}
}

// wait waits for an event after those that were waited for before.
func (s *session) wait(what string, match func(event) bool) {
	s.t.Helper()
	s.poll(what, func() bool {
		events := s.events()
		for i := s.seen; i < len(events); i++ {
			if match(events[i]) {
				s.seen = i + 1
				return true
			}
		}
		return false
	})
}

func (s *session) waitEnd() {
	s.t.Helper()
	select {
	case err := <-s.ended:
		if err != nil {
			s.t.Errorf("the window ended with %v", err)
		}
	case <-time.After(patience):
		s.t.Fatal("the window does not close")
	}
}

func (s *session) xdotool(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("xdotool", args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("xdotool %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// find waits for a visible window and returns its number.
func (s *session) find(search ...string) string {
	s.t.Helper()
	found := ""
	s.poll("a window with "+strings.Join(search, " "), func() bool {
		out, err := exec.Command("xdotool", append([]string{"search", "--onlyvisible"}, search...)...).Output()
		list := strings.Fields(string(out))
		if err != nil || len(list) == 0 {
			return false
		}
		found = list[len(list)-1]
		return true
	})
	return found
}

// click clicks on something that the newest layout names. The pointer rests a
// moment before the click, so that the window has seen where it is, and follows
// what moves away meanwhile: a pane that gets a finding is laid out anew.
func (s *session) click(name string) {
	s.t.Helper()
	for {
		x, y := s.whereIs(name)
		s.xdotool("windowactivate", "--sync", s.window, "mousemove", "--window", s.window, strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.3")
		if atX, atY := s.whereIs(name); atX == x && atY == y {
			s.xdotool("click", "1")
			return
		}
	}
}

// whereIs finds the middle of something that the newest layout names.
func (s *session) whereIs(name string) (x, y int) {
	s.t.Helper()
	s.poll("a place called "+name, func() bool {
		events := s.events()
		for i := len(events) - 1; i >= 0; i-- {
			if events[i].Kind == "layout" {
				var ok bool
				x, y, ok = events[i].place(name)
				return ok
			}
		}
		return false
	})
	return x, y
}

// drag presses on something, moves down by some pixels and lets go.
func (s *session) drag(name string, down int) {
	s.t.Helper()
	x, y := s.whereIs(name)
	at := func(dy int) []string {
		return []string{"mousemove", "--window", s.window, strconv.Itoa(x), strconv.Itoa(y + dy), "sleep", "0.1"}
	}
	s.xdotool(slices.Concat([]string{"windowactivate", "--sync", s.window}, at(0), []string{"sleep", "0.3", "mousedown", "1"}, at(down/2), at(down), []string{"mouseup", "1"})...)
}

// key types a key into the window.
func (s *session) key(name string) {
	s.t.Helper()
	s.xdotool("windowactivate", "--sync", s.window, "key", name)
}

// typeText types into what has the keys.
func (s *session) typeText(text string) {
	s.t.Helper()
	s.xdotool("windowactivate", "--sync", s.window, "type", "--delay", "40", text)
}

// answerOpenDialog types a path into the system's dialog and accepts it.
func (s *session) answerOpenDialog(path string) {
	s.t.Helper()
	dialog := s.find("--name", "Open")
	s.xdotool("windowactivate", "--sync", dialog, "sleep", "0.6", "key", "ctrl+l", "sleep", "0.4", "type", "--delay", "40", path)
	s.poll("the dialog to close", func() bool {
		_ = exec.Command("xdotool", "windowactivate", "--sync", dialog, "key", "Return", "sleep", "1").Run() // it may close meanwhile
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--name", "Open").Output()
		return len(strings.Fields(string(out))) == 0
	})
}

// answerSaveDialog types a path into the system's dialog and accepts it.
func (s *session) answerSaveDialog(path string) {
	s.t.Helper()
	dialog := s.find("--name", "Save")
	s.xdotool("windowactivate", "--sync", dialog, "sleep", "0.6", "key", "ctrl+a", "type", "--delay", "40", path)
	s.poll("the dialog to close", func() bool {
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--name", "Save").Output()
		if len(strings.Fields(string(out))) == 0 {
			return true
		}
		_ = exec.Command("xdotool", "windowactivate", "--sync", dialog, "key", "Return", "sleep", "1").Run() // it may close meanwhile
		return false
	})
}
