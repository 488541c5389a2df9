package say_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/internal/say"
)

// backwards is a language that turns the parts of one sentence around.
var backwards = say.Language{
	Text: func(text string) string {
		return map[string]string{"%s of %d: %w": "%[2]d has %[1]s: %[3]w", "%s of %d": "%[2]d has %[1]s", "closed": "CLOSED", "%s and %s": "%s & %s"}[text]
	},
	Plural: func(many string, n int) string { return fmt.Sprint(many, "×", n) },
}

func TestLanguageIsPutOverEnglish(t *testing.T) {
	closed := say.Error("closed") // made before a language is chosen
	speak := func() []string {
		err := say.Errorf("%s of %d: %w", "a", 3, io.EOF)
		if !errors.Is(err, io.EOF) {
			t.Error("the cause is lost")
		}
		return []string{say.Text(""), say.Form("%s of %d", "a", 3), closed.Error(), err.Error(),
			say.Plural(1, "record", "records"), say.Plural(0, "record", "records"), say.Count(2, "record", "records"),
			say.List([]string{"a", "b", "c"})}
	}
	english := []string{"", "a of 3", "closed", "a of 3: EOF", "record", "records", "2 records", "a, b and c"}
	if got := speak(); fmt.Sprint(got) != fmt.Sprint(english) {
		t.Errorf("English: %q", got)
	}
	say.Speak(&backwards)
	defer say.Speak(nil)
	want := []string{"", "3 has a", "CLOSED", "3 has a: EOF", "records×1", "records×0", "2 records×2", "a, b & c"}
	if got := speak(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the other language: %q", got)
	}
}

func TestErrorsAreThemselves(t *testing.T) {
	a, b := say.Error("same"), say.Error("same")
	if errors.Is(a, b) || !errors.Is(fmt.Errorf("x: %w", a), a) {
		t.Error("an error is not told from another of the same words")
	}
}

// spanish knows sentences with parts.
var spanish = map[string]string{
	"%d %s of %q: %w":        "%[3]q tiene %[1]d %[2]s: %[4]w",
	"no room":                "sin sitio",
	"records":                "registros",
	"record":                 "registro",
	"%.0f %% of %s":          "%.0f %% de %s",
	"the column %s was lost": "se perdió la columna %s",
	"No room.":               "Sin sitio.",
	"%s %d of %d":            "%s %d de %d",
	"%s and %s":              "%s y %s",
}

func speakSpanish(t *testing.T) {
	l := &say.Language{
		Text:   func(text string) string { return cmp.Or(spanish[text], text) },
		Plural: func(many string, n int) string { return spanish[many] },
		Known:  slices.Collect(maps.Keys(spanish)),
	}
	say.Speak(l)
	t.Cleanup(func() { say.Speak(nil) })
}

func TestWhatWasKeptInEnglishIsSaidAgain(t *testing.T) {
	for kept, want := range map[string]string{
		`3 records of "a b": no room`:             `"a b" tiene 3 registros: sin sitio`,
		`1 record of "a": the column no was lost`: `"a" tiene 1 registro: se perdió la columna no`,
		"no room":                                  "sin sitio",
		"gain 2 of 5":                              "gain 2 de 5",
		"gain: the column record was lost":         "gain: se perdió la columna record", // a name, not the word
		"salt and pepper":                          "salt and pepper",                   // a name, not a list
		"what nobody knows":                        "what nobody knows",
		"No room. the column a was lost":           "Sin sitio. se perdió la columna a",
		"c: No room. What nobody knows.":           "c: Sin sitio. What nobody knows.",
		say.Kept("the column %s was lost", "no 1"): "se perdió la columna no 1",
	} {
		speakSpanish(t)
		if got := say.Again(kept); got != want {
			t.Errorf("%q is said again as %q, want %q", kept, got, want)
		}
		say.Speak(nil)
		if got := say.Again(kept); got != kept {
			t.Errorf("in English %q is said as %q", kept, got)
		}
	}
}

func TestErrorsAreKeptInEnglish(t *testing.T) {
	speakSpanish(t)
	err := say.Errorf("%d %s of %q: %w", 2, "x", "a", fmt.Errorf("b: %w", say.Errorf("%s: %w", "c", say.Error("no room"))))
	if want := `"a" tiene 2 x: b: c: sin sitio`; err.Error() != want {
		t.Errorf("it says %q, want %q", err, want)
	}
	if want := `2 x of "a": b: c: no room`; say.English(err) != want {
		t.Errorf("in English %q, want %q", say.English(err), want)
	}
	err = say.Errorf("%s: %w", "c", say.Errorf("%s: %w", "d", io.EOF))
	if !errors.Is(err, io.EOF) || say.English(err) != "c: d: EOF" {
		t.Errorf("%q has lost its cause", say.English(err))
	}
}

// TestStrangeTextsAreSoonLeft: what another program has printed has as many
// pieces as it likes; they are given up, and asked for once.
func TestStrangeTextsAreSoonLeft(t *testing.T) {
	asked := 0
	say.Speak(&say.Language{
		Text:   func(text string) string { asked++; return text },
		Plural: func(many string, _ int) string { return many },
		Known:  []string{"%s of %s is lost", "the column %s was lost"},
	})
	defer say.Speak(nil)
	text := strings.Repeat("Worker one: it has failed here. ", 40)
	if got := say.Again(text); got != text {
		t.Errorf("said %q", got)
	}
	first := asked
	if first > 5000 {
		t.Errorf("%d look-ups for one text", first)
	}
	if say.Again(text); asked != first {
		t.Errorf("%d look-ups for a text that has been asked for", asked-first)
	}
}

// Halves are rounded away from zero, also where the binary number is a little
// below the half.
func TestPercentRoundsHalvesAway(t *testing.T) {
	for _, c := range []struct {
		share    float64
		decimals int
		want     string
	}{
		{111. / 600, 0, "19"}, {129. / 600, 0, "22"}, {0.145, 0, "15"}, {-0.185, 0, "-19"}, {0.1849, 0, "18"},
		{0.8125, 1, "81.3"}, {0.8135, 1, "81.4"}, {0.81249, 1, "81.2"}, {math.NaN(), 1, "NaN"}, {1, 1, "100.0"}, {0, 0, "0"},
	} {
		if got := fmt.Sprintf("%.*f", c.decimals, say.Percent(c.share, c.decimals)); got != c.want {
			t.Errorf("%g is %s, want %s", c.share, got, c.want)
		}
	}
}

// Digits that count, and never a power of ten for what is large.
func TestFigureHasNoPowersOfTen(t *testing.T) {
	for _, c := range []struct {
		x      float64
		digits int
		want   string
	}{{230, 2, "230"}, {0.01234, 3, "0.0123"}, {1234.5, 3, "1\u00a0235"}, {-99999.6, 5, "-100\u00a0000"}, {99.96, 3, "100"}, {999.7, 3, "1\u00a0000"}, {0, 3, "0"}, {math.NaN(), 3, "–"}} {
		if got := say.Figure(c.x, c.digits); got != c.want {
			t.Errorf("%g is %q, want %q", c.x, got, c.want)
		}
	}
}
