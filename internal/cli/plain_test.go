package cli

import "testing"

func TestNothingSteersTheTerminal(t *testing.T) {
	for in, want := range map[string]string{
		"plain\ttext\n":    "plain\ttext\n",
		"Ärzte 日本 é":       "Ärzte 日本 é",
		"a\x1b[2Jb":        `a\x1b[2Jb`,
		"a\rb\x07\x7f":     `a\x0db\x07\x7f`,
		"a\u009b31m":       `a\x9b31m`,
		"abc\u202efdp.exe": `abc\u202efdp.exe`,
		"a\xffb":           "a?b",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := plainLine("a\tb\nc"); got != `a\tb\nc` {
		t.Errorf("a cell becomes %q", got)
	}
}
