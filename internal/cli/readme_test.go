package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"lacuna/impute"
	"lacuna/models"
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadmeNamesEveryMethod(t *testing.T) {
	var names []string
	for _, i := range impute.All() {
		names = append(names, i.Name)
	}
	for _, m := range models.All() {
		names = append(names, m.Name)
	}
	text := readme(t)
	for _, name := range names {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("README.md does not name the method %s", name)
		}
	}
}

// TestReadmeCommandsExist reads every line that calls the program.
func TestReadmeCommandsExist(t *testing.T) {
	root := newRoot(&app{})
	calls := regexp.MustCompile("bin/lacuna ([a-z]+)([ `][^\n#`]*)").FindAllStringSubmatch(readme(t), -1)
	if len(calls) < 4 {
		t.Fatalf("README.md shows only %d commands", len(calls))
	}
	for _, call := range calls {
		cmd, _, err := root.Find([]string{call[1]})
		if err != nil || cmd.Name() != call[1] {
			t.Errorf("README.md calls %q: %v", call[0], err)
			continue
		}
		for _, flag := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(call[2], -1) {
			if cmd.Flags().Lookup(flag[1]) == nil {
				t.Errorf("README.md gives %s the flag --%s", call[1], flag[1])
			}
		}
	}
}

// TestReadmeNamesEveryDataFlag holds for flags of reading what holds for
// methods.
func TestReadmeNamesEveryDataFlag(t *testing.T) {
	cmd := &cobra.Command{}
	var flags dataFlags
	flags.add(cmd, nil)
	flags.addStrict(cmd)
	text := readme(t)
	names := regexp.MustCompile(`(?m)^ +--([a-z-]+)`).FindAllStringSubmatch(cmd.Flags().FlagUsages(), -1)
	if len(names) < 10 {
		t.Fatalf("%d flags", len(names))
	}
	for _, name := range names {
		if !regexp.MustCompile("`--" + name[1] + "[` ]").MatchString(text) {
			t.Errorf("README.md does not name the flag --%s", name[1])
		}
	}
}
