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

// TestGuideCommandsRun runs every command of the user guide, page by page, as a
// reader would: in order, in one folder. In the place of the sample it puts
// smaller data of the same kind, on which networks train in
// seconds, and fewer steps of training.
func TestGuideCommandsRun(t *testing.T) {
	scripts := t.TempDir()
	for _, page := range guide.Pages() {
		script := fmt.Sprintf("# %s\nexec %s\n", page.Title, strings.Join(page.Commands(), "\nexec "))
		script = strings.ReplaceAll(script, "exec lacuna sample -o birds", "small birds")
		script = strings.ReplaceAll(script, "steps=40", "steps=2")
		if err := os.WriteFile(filepath.Join(scripts, page.Name+".txtar"), []byte(script), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{Dir: scripts, Cmds: ownCommands, Setup: ownCache})
}
