package shell

import (
	"os/exec"
	"testing"

	"pgregory.net/rapid"
)

func TestWord(t *testing.T) {
	for word, want := range map[string]string{"a.csv": "a.csv", "a b": "'a b'", "it's": `'it'\''s'`, "": "''", "$x": "'$x'", "año": "'año'"} {
		if got := Word(word); got != want {
			t.Errorf("Word(%q) = %s, want %s", word, got, want)
		}
	}
}

// A shell gives back each word as it was.
func TestShellTakesWordsAsTheyAre(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here")
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[ -~äñ\n\t]*`).Draw(t, "word")
		for _, written := range []string{Word(word), Quoted(word)} {
			got, err := exec.Command(sh, "-c", "printf %s. "+written).Output()
			if err != nil || string(got) != word+"." {
				t.Fatalf("%s is read as %q (%v)", written, got, err)
			}
		}
	})
}
