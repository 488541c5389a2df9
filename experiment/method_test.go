package experiment

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/param"
)

func TestParseMethod(t *testing.T) {
	p, err := ParseMethod(Method{Name: "knn+logistic", Settings: map[string]string{"k": "7"}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Imputer == nil || p.Imputer.Name != "knn" || p.Model.Name != "logistic" || p.Settings["knn.k"] != "7" {
		t.Errorf("knn+logistic with k=7 is %+v", p)
	}
	for _, s := range p.Model.Params {
		if _, ok := p.Settings["logistic."+s.Name]; !ok {
			t.Errorf("the default of logistic.%s is not filled in", s.Name)
		}
	}
	if p, err := ParseMethod(Method{Name: "majority"}); err != nil || p.Imputer != nil {
		t.Errorf("majority: %+v, %v", p, err)
	}
}

// Every preset names parameters of its method and values that they can have.
func TestPresetsAreSettings(t *testing.T) {
	c := registered()
	lists := map[string][]param.Spec{}
	for _, info := range c.imputers {
		lists[info.Name] = info.Params
	}
	for _, info := range c.models {
		lists[info.Name] = info.Params
	}
	found := 0
	for name, specs := range lists {
		for _, s := range specs {
			for choice, values := range s.Presets {
				found++
				set := map[string]string{s.Name: choice}
				for key, x := range values {
					set[key] = param.Format(x)
				}
				explicit, err := param.Resolve(specs, set)
				if err != nil {
					t.Errorf("%s.%s=%s: %v", name, s.Name, choice, err)
				}
				short, _ := param.Resolve(specs, map[string]string{s.Name: choice})
				if diff := cmp.Diff(explicit, short); diff != "" {
					t.Errorf("%s.%s=%s is something else than its settings: %s", name, s.Name, choice, diff)
				}
			}
		}
	}
	if found < 5 {
		t.Errorf("%d presets; gain, embracenet, gated, shaspec and tmc have one", found)
	}
}

func TestParseMethodErrors(t *testing.T) {
	cases := []struct {
		name     string
		settings map[string]string
		says     []string
	}{
		{"", nil, []string{"no name", "majority", "knn", "logistic"}},
		{"nothing", nil, []string{`"nothing"`, "majority", "knn", "logistic"}},
		{"knn", nil, []string{"only imputes", "knn+logistic"}},
		{"logistic", nil, []string{"needs complete values", "mean+logistic"}},
		{"magic+logistic", nil, []string{`no imputer "magic"`, "mean"}},
		{"mean+magic", nil, []string{`"magic"`, "logistic"}},
		{"mean+majority", nil, []string{"alone"}},
		{"knn+logistic", map[string]string{"knn.q": "1"}, []string{"knn.q", "knn.k"}},
		{"knn+logistic", map[string]string{"mean.k": "1"}, []string{"mean.k"}},
		{"knn+logistic", map[string]string{"knn.k": "many"}, []string{"whole number"}},
		{"knn+logistic", map[string]string{"knn.k": "3", "k": "4"}, []string{"twice"}},
		{"majority", map[string]string{"k": "4"}, []string{"there are none"}},
	}
	for _, c := range cases {
		_, err := ParseMethod(Method{c.name, c.settings})
		if err == nil {
			t.Errorf("%s %v is accepted", c.name, c.settings)
			continue
		}
		for _, want := range c.says {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s %v: %q does not say %q", c.name, c.settings, err, want)
			}
		}
	}
}

func TestConfigure(t *testing.T) {
	methods := []Method{{Name: "knn+logistic"}, {Name: "mean+logistic"}, {Name: "majority"}}
	got, err := Configure(methods, map[string]string{"knn.k": "7"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Method{{Name: "knn+logistic", Settings: map[string]string{"knn.k": "7"}}, {Name: "mean+logistic"}, {Name: "majority"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if methods[0].Settings != nil {
		t.Error("the methods that were given have changed")
	}
	if _, err := Configure(methods, map[string]string{"gain.alpha": "1"}); err == nil || !strings.Contains(err.Error(), "fits none") {
		t.Errorf("a setting that fits nothing: %v", err)
	}
}

func TestWithBaselines(t *testing.T) {
	got := WithBaselines([]Method{{Name: "pattern"}, {Name: "mean+logistic"}})
	want := []Method{{Name: "pattern"}, {Name: "mean+logistic"}, {Name: "majority"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
