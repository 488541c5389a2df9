package say_test

import (
	"errors"
	"fmt"
	"io"
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
