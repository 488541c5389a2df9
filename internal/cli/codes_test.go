package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// codeOf runs a command in this process.
func codeOf(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	var out, told bytes.Buffer
	code = Main(t.Context(), args, Surroundings{Out: &out, Err: &told, Now: time.Now, Window: func(context.Context, WindowRequest) error { return nil }})
	return code, told.String()
}

// TestCodesOfEveryCommand: what every command ends with where it is called
// wrongly, and where what it is to read is not there, is from a newer version, or
// is no project.
func TestCodesOfEveryCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for name, text := range map[string]string{"newer.lacuna": `{"schema": 99}`, "broken.lacuna": "{", "mine.csv": "id,p:a\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// What is needed besides the project or the data, so that these are looked at.
	more := map[string][]string{
		"chart": {"strata"}, "import-predictions": {"mine.csv"}, "predict": {"data", "-o", "p.csv"}, "report": {"-o", "r.html"}, "capsule": {"-o", "c.zip"}, "export": {"-o", "m.safetensors"},
		"compare": {"--method", "majority"}, "convert": {"-o", "out"}, "impute": {"-o", "out"}, "mask": {"--mechanism", "mcar", "--rate", "0.1", "-o", "m.csv"},
		"fed": {"r1"},
	}
	for _, cmd := range newRoot(&app{}).Commands() {
		name, rest := cmd.Name(), more[cmd.Name()]
		if !cmd.Runnable() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if code, said := codeOf(t, name, "--no-such-flag"); code != ExitUsage {
				t.Errorf("unknown flag: code %d, %s", code, said)
			}
			if code, said := codeOf(t, name, "--help"); code != ExitDone {
				t.Errorf("help: code %d, %s", code, said)
			}
			if !strings.Contains(cmd.Use, "STUDY") && !strings.Contains(cmd.Use, "DATA") {
				return
			}
			if code, said := codeOf(t, name); code != ExitUsage {
				t.Errorf("without an argument: code %d, %s", code, said)
			}
			of := func(file string) []string { return append([]string{name, file}, rest...) }
			if code, said := codeOf(t, of("none.lacuna")...); code != ExitFailed && code != ExitUsage || !strings.Contains(said, "none.lacuna") {
				t.Errorf("a file that is not there: code %d, %s", code, said)
			}
			if !strings.Contains(cmd.Use, "STUDY") {
				return
			}
			if code, said := codeOf(t, of("newer.lacuna")...); code != ExitNewer {
				t.Errorf("a project of a newer version: code %d, %s", code, said)
			}
			if code, said := codeOf(t, of("broken.lacuna")...); code != ExitFailed || !strings.Contains(said, filepath.Base("broken.lacuna")) {
				t.Errorf("a broken project: code %d, %s", code, said)
			}
		})
	}
}
