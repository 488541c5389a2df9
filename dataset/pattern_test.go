package dataset

import "testing"

func TestParsePattern(t *testing.T) {
	names := []string{"a", "a+b", "b+c", "c,d", "e = f"}
	for label, want := range map[string]Pattern{
		"a":             "10000",
		"a+b":           "01000", // the longest name, not a and something else
		"a+a+b":         "11000",
		"a+b+c":         "10100", // a+b leaves c, which is none
		" c,d + a":      "10010",
		"e = f+c,d+a+b": "01011",
		"none":          "00000",
		"nothing":       "00000",
	} {
		if got, err := ParsePattern(label, names); err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", label, got, err, want)
		}
	}
	for _, label := range []string{"", "b", "a+", "+a", "a++a", "a+none", "c", "ab"} {
		if got, err := ParsePattern(label, names); err == nil {
			t.Errorf("%q: %q, want an error", label, got)
		}
	}
	for name, list := range map[string][]string{"a+b": {"b", "a+b", "a"}, "nothing": {"a", "nothing"}, "": {"a", "a+b", "b+c", "none"}} {
		if got := Ambiguous(list); got != name {
			t.Errorf("of %q, %q is ambiguous, want %q", list, got, name)
		}
	}
	for code := range 1 << 3 { // what Label writes is read back
		p := Only(3)
		for m := range 3 {
			if code>>m&1 == 1 {
				p = p[:m] + "1" + p[m+1:]
			}
		}
		three := []string{"text", "text+image", "a,b=c"}
		if got, err := ParsePattern(p.Label(three), three); err != nil || got != p {
			t.Errorf("%q: %q, %v", p.Label(three), got, err)
		}
	}
}
