package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lacuna/docs/guide"
)

// lessons are what commands of the guide say of the gallery's lessons. The other
// lessons are in testdata/built/gallery.txtar.
var lessons = map[string]string{
	"lacuna run hurts/modality-hurts.lacuna":                                         "stdout 'Adding questionnaire hurts'",
	"lacuna run tells/pattern-tells.lacuna":                                          "stdout 'What is missing tells the class by itself'\nstdout 'not shown to be better than pattern'",
	"lacuna run sites/sites.lacuna":                                                  "stdout 'not shown to be better than'\nstdout 'over 4 groups'",
	"lacuna impute valves/data --grid --method mean --method ridge --method hotdeck": "stdout 'Best for these data: ridge'",
}

// TestGuideCommandsRun runs every command of the user guide, page by page, as a
// reader would: in order, in one folder. In the place of the sample it puts
// smaller data of the same kind, on which networks train in
// seconds, and fewer steps of training.
func TestGuideCommandsRun(t *testing.T) {
	scripts, taught := t.TempDir(), 0
	for _, page := range guide.Pages() {
		script := fmt.Sprintf("# %s\n", page.Title)
		for _, command := range page.Commands() {
			script += "exec " + command + "\n"
			for begins, says := range lessons {
				if strings.HasPrefix(command, begins) {
					script += says + "\n"
					taught++
				}
			}
		}
		script = strings.ReplaceAll(script, "exec lacuna sample -o birds", "small birds 120")
		script = strings.ReplaceAll(script, "steps=40", "steps=2")
		if err := os.WriteFile(filepath.Join(scripts, page.Name+".txtar"), []byte(script), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if taught != len(lessons) {
		t.Errorf("the guide shows %d lessons; %d are to be seen here", taught, len(lessons))
	}
	testscript.Run(t, testscript.Params{Dir: scripts, Cmds: ownCommands, Setup: builtProgram})
}

// TestLessons runs the lessons of the gallery that the guide does not.
func TestLessons(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/built", Cmds: ownCommands, Setup: builtProgram})
}

// builtProgram runs what readers run in the program that they run, which
// LACUNA_HEADLESS names (make unit sets it): lessons are whole studies, and take
// several times as long under the race detector, which watches the scripts of every
// command. Without it the scripts run in the test's own program.
func builtProgram(env *testscript.Env) error {
	if err := ownCache(env); err != nil {
		return err
	}
	program := os.Getenv("LACUNA_HEADLESS")
	if program == "" {
		return nil
	}
	if _, err := os.Stat(program); err != nil {
		return err
	}
	folder := filepath.Join(env.WorkDir, ".program")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	env.Setenv("PATH", folder+string(os.PathListSeparator)+env.Getenv("PATH"))
	return os.Symlink(program, filepath.Join(folder, "lacuna"))
}
