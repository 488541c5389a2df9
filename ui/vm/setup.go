package vm

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/impute"
	"lacuna/internal/param"
	"lacuna/models"
)

// Spec returns the comparison that is set up.
func (w *Workbench) Spec() experiment.Spec { return w.spec }

func (w *Workbench) setSpec(change func(*experiment.Spec)) {
	w.spec.Methods = slices.Clone(w.spec.Methods)
	change(&w.spec)
	w.touch()
	w.changed(SpecChanged)
}

// AddMethod adds a pipeline by name. The error says what cannot be.
func (w *Workbench) AddMethod(name string) error {
	if w.data == nil {
		return errNoData
	}
	m := experiment.Method{Name: name}
	if _, err := experiment.ParseMethod(m); err != nil {
		return err
	}
	for _, had := range w.spec.Methods {
		if had.Name == name && len(had.Settings) == 0 {
			return fmt.Errorf("%s is there already; change one of its settings to compare it with itself", name)
		}
	}
	w.setSpec(func(s *experiment.Spec) { s.Methods = append(s.Methods, m) })
	return nil
}

// RemoveMethod takes the i-th method out.
func (w *Workbench) RemoveMethod(i int) {
	if i >= 0 && i < len(w.spec.Methods) {
		w.setSpec(func(s *experiment.Spec) { s.Methods = slices.Delete(s.Methods, i, i+1) })
	}
}

// Field is one parameter of a method, for a form.
type Field struct {
	Key  string // "knn.k"
	Part string // title of the part that it belongs to
	Spec param.Spec
	Text string // its value
}

// Fields lists the parameters of the i-th method with their values.
func (w *Workbench) Fields(i int) []Field {
	if i < 0 || i >= len(w.spec.Methods) {
		return nil
	}
	p, err := experiment.ParseMethod(w.spec.Methods[i])
	if err != nil {
		return nil
	}
	var out []Field
	if p.Imputer != nil {
		out = fields(out, p.Imputer.Name, p.Imputer.Title, p.Imputer.Params, p.Settings)
	}
	return fields(out, p.Model.Name, p.Model.Title, p.Model.Params, p.Settings)
}

func fields(out []Field, name, title string, specs []param.Spec, settings map[string]string) []Field {
	for _, s := range specs {
		key := name + "." + s.Name
		out = append(out, Field{key, title, s, settings[key]})
	}
	return out
}

// SetField changes one parameter of the i-th method. What is not allowed is
// refused with the reason, and the old value stays.
func (w *Workbench) SetField(i int, key, text string) error {
	fields := w.Fields(i)
	k := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
	if k < 0 {
		return fmt.Errorf("no setting %q", key)
	}
	x, err := fields[k].Spec.Parse(text)
	if err != nil {
		return err
	}
	value := param.Format(x)
	if value == fields[k].Text {
		return nil
	}
	w.setSpec(func(s *experiment.Spec) {
		m := &s.Methods[i]
		m.Settings = maps.Clone(m.Settings)
		if value == param.Format(fields[k].Spec.Default) {
			delete(m.Settings, key)
			return
		}
		if m.Settings == nil {
			m.Settings = map[string]string{}
		}
		m.Settings[key] = value
	})
	return nil
}

// MethodTitle says what the i-th method is, for people.
func (w *Workbench) MethodTitle(i int) string {
	p, err := experiment.ParseMethod(w.spec.Methods[i])
	switch {
	case err != nil:
		return err.Error()
	case p.Imputer != nil:
		return p.Imputer.Title + ", then " + lowerFirst(p.Model.Title)
	}
	return p.Model.Title
}

// SettingsWords lists the settings of the i-th method that are not defaults.
func (w *Workbench) SettingsWords(i int) string {
	m := w.spec.Methods[i]
	var words []string
	for _, key := range slices.Sorted(maps.Keys(m.Settings)) {
		words = append(words, key+" = "+m.Settings[key])
	}
	return strings.Join(words, ", ")
}

func lowerFirst(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' {
		return s // an abbreviation stays
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Choice is something to choose from a list.
type Choice struct{ Name, Title string }

// Imputers lists the ways to fill gaps.
func Imputers() []Choice {
	var out []Choice
	for _, i := range impute.All() {
		out = append(out, Choice{i.Name, i.Title})
	}
	return out
}

// Models lists the models of the given kinds.
func Models(kinds ...models.Kind) []Choice {
	var out []Choice
	for _, m := range models.All() {
		if slices.Contains(kinds, m.Kind) {
			out = append(out, Choice{m.Name, m.Title})
		}
	}
	return out
}

// Classifiers lists the models that stand behind an imputer.
func Classifiers() []Choice { return Models(models.Classifier) }

// Standalone lists the models that take missing modalities as they are.
func Standalone() []Choice { return Models(models.Robust, models.Baseline) }

// SetMask changes what is hidden on top of natural absence.
func (w *Workbench) SetMask(m experiment.MaskSpec) {
	if !reflect.DeepEqual(m, w.spec.Mask) {
		w.setSpec(func(s *experiment.Spec) { s.Mask = m })
	}
}

// SetSplit changes how records are divided.
func (w *Workbench) SetSplit(split experiment.SplitSpec) {
	if split != w.spec.Split {
		w.setSpec(func(s *experiment.Spec) { s.Split = split })
	}
}

// SetSeeds changes the number of repetitions.
func (w *Workbench) SetSeeds(n int) {
	if n != w.spec.Seeds {
		w.setSpec(func(s *experiment.Spec) { s.Seeds = n })
	}
}

// SetSearch changes how many settings of each method are tried first.
func (w *Workbench) SetSearch(n int) {
	if n != w.spec.Search {
		w.setSpec(func(s *experiment.Spec) { s.Search = n })
	}
}

// SetMaskedComplete switches the series of masked complete records.
func (w *Workbench) SetMaskedComplete(on bool) {
	if on != w.spec.MaskedComplete {
		w.setSpec(func(s *experiment.Spec) { s.MaskedComplete = on })
	}
}

// PlanWords says what a run of the comparison would do, or what prevents it.
func (w *Workbench) PlanWords() (string, error) {
	if w.data == nil {
		return "", errNoData
	}
	if len(w.spec.Methods) == 0 {
		return "", fmt.Errorf("choose at least one method")
	}
	jobs, err := experiment.Plan(w.data, w.spec, w.maskReader())
	if err != nil {
		return "", err
	}
	n := len(experiment.WithBaselines(w.spec.Methods))
	return fmt.Sprintf("%s, of them %d baselines; %s", plural(n, "method"), n-len(w.spec.Methods), plural(len(jobs), "job")), nil
}

// defaultRate is the rate that a mechanism is proposed with.
const defaultRate = 0.3

// MaskFor returns a mask of another mechanism with sensible settings, keeping
// those of the old one that still mean something.
func MaskFor(m experiment.Mechanism, old experiment.MaskSpec) experiment.MaskSpec {
	if m != experiment.MCAR {
		return experiment.MaskSpec{Mechanism: m, File: old.File}
	}
	out := experiment.MaskSpec{Mechanism: m, Kind: dataset.CellRate, Rate: defaultRate, On: old.On}
	if old.Rate > 0 {
		out.Rate = old.Rate
	}
	return out
}

// ModalityFor returns the modality that a kind of rate is about at first.
func (w *Workbench) ModalityFor(k dataset.RateKind) string {
	if k == dataset.ModalityRate {
		return w.data.Blocks[0].Modality.Name
	}
	return ""
}

// Extra lists the baselines that are added to the methods set up.
func (w *Workbench) Extra() []string {
	var out []string
	for _, m := range experiment.WithBaselines(w.spec.Methods)[len(w.spec.Methods):] {
		out = append(out, m.Name)
	}
	return out
}

// Shown finds a method that is set up among those with results: its label, and
// its position, which gives its colour; -1 where it has none. i is its
// position among the methods set up, -1 for a baseline.
func (w *Workbench) Shown(name string, i int) (label string, at int) {
	if w.ran == nil {
		return name, -1
	}
	for k, m := range experiment.WithBaselines(w.ran.Methods) {
		same := m.Name == name && (i < 0 || maps.Equal(m.Settings, w.spec.Methods[i].Settings))
		if same && k < len(w.study.Methods) {
			return w.study.Methods[k], k
		}
	}
	return name, -1
}
