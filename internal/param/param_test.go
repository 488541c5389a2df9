package param

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var specs = []Spec{
	{Name: "k", Type: Int, Default: 10, Min: 1, Max: 100},
	{Name: "alpha", Type: Float, Default: 0.5, Min: 0, Max: 1},
	{Name: "deep", Type: Bool, Default: false},
	{Name: "weights", Type: Choice, Default: "distance", Choices: []string{"uniform", "distance"}},
}

func TestResolve(t *testing.T) {
	got, err := Resolve(specs, map[string]string{"k": " 7 ", "weights": "uniform", "deep": "true"})
	if err != nil {
		t.Fatal(err)
	}
	want := Values{"k": 7, "alpha": 0.5, "deep": true, "weights": "uniform"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestResolveRefuses(t *testing.T) {
	for _, c := range []struct{ name, value, says string }{
		{"q", "1", "no parameter"},
		{"k", "many", "not a whole number"},
		{"k", "0", "outside 1 to 100"},
		{"alpha", "NaN", "not a number"},
		{"deep", "perhaps", "neither true nor false"},
		{"weights", "heavy", "none of uniform, distance"},
	} {
		_, err := Resolve(specs, map[string]string{c.name: c.value})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s=%s: got %v, want an error saying %q", c.name, c.value, err, c.says)
		}
	}
}

func TestFormatParses(t *testing.T) {
	for _, s := range specs {
		back, err := s.Parse(Format(s.Default))
		if err != nil || back != s.Default {
			t.Errorf("%s: %v came back as %v (%v)", s.Name, s.Default, back, err)
		}
	}
}

// A preset gives values to what is not set itself.
func TestPresets(t *testing.T) {
	specs := []Spec{
		{Name: "preset", Type: Choice, Default: "own", Choices: []string{"own", "paper"}, Presets: map[string]map[string]any{"paper": {"rate": 0.5, "steps": 7}}},
		{Name: "rate", Type: Float, Default: 0.1, Max: 1}, {Name: "steps", Type: Int, Default: 3, Max: 10},
	}
	for _, c := range []struct {
		set  map[string]string
		want Values
	}{
		{nil, Values{"preset": "own", "rate": 0.1, "steps": 3}},
		{map[string]string{"preset": "paper"}, Values{"preset": "paper", "rate": 0.5, "steps": 7}},
		{map[string]string{"preset": "paper", "steps": "9"}, Values{"preset": "paper", "rate": 0.5, "steps": 9}},
	} {
		got, err := Resolve(specs, c.set)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v: %s", c.set, diff)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]float64{"0.3": 0.3, " 0,3 ": 0.3, ",5": 0.5, "-1,25": -1.25, "0,125": 0.125, "1e-3": 1e-3, "7": 7} {
		if got, err := Number(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "abc", "1,000", "1,5,0", "1.000,5", "1,000.5", "NaN", "Inf", ","} {
		if got, err := Number(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestParseSaysWhyANumberIsNone(t *testing.T) {
	_, err := Spec{Name: "alpha", Type: Float, Max: 10}.Parse("1,000")
	if err == nil || !strings.Contains(err.Error(), "alpha") || !strings.Contains(err.Error(), "two ways") {
		t.Error(err)
	}
}
