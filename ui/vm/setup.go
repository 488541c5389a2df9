package vm

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/impute"
	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/models"
)

// Setup is the comparison being set up and its plan. A change is planned
// beside the event goroutine; what is shown of a plan is always that of the
// newest change.
type Setup struct {
	part
	data      *dataset.Dataset
	file      func() string // the project file: mask files are relative to it
	spec      experiment.Spec
	plan      *plan // of the spec as it is; nil while it is made
	planning  bool
	preparing int               // changes that are being worked out
	asked     *Stress           // the stress test among these; nil for none
	version   int               // counts changes of the spec
	faults    map[string]string // what was typed and cannot be, by form and field
	waiting   []func(*plan)     // called with the next plan
}

// Spec returns the comparison that is set up.
func (s *Setup) Spec() experiment.Spec { return s.spec }

// Proposed says of data in which nothing is missing that something is hidden from
// the methods that nobody has chosen to hide, why, and how it is taken away; "" where
// it is not so.
func (s *Setup) Proposed() string {
	if s.data == nil || s.spec.Mask.Mechanism != experiment.MCAR || !reflect.DeepEqual(s.spec.Mask, experiment.SuggestedMask(s.data)) {
		return ""
	}
	return say.Form("Nothing is missing in these data, so %.0f %% of all modalities are proposed to be hidden at random, to have something to compare. “%s” takes this away.",
		say.Percent(s.spec.Mask.Rate, 0), MechanismWords(experiment.Natural))
}

// Kindred lists the columns whose records may stay in one part of a split, sorted:
// the further ones, but not the data's own split, which says nothing of kin.
func (s *Setup) Kindred() []string {
	columns := experiment.Columns(s.data)
	if s.data.Splits != nil {
		delete(columns, "split")
	}
	return slices.Sorted(maps.Keys(columns))
}

// LeftOut lists the columns of which one value after the other can be left out: the
// same, and last the data's own split where it has words of its own, such as
// hospitals, so that no comparison uses it as it is.
func (s *Setup) LeftOut() []string {
	columns := s.Kindred()
	if s.data.Splits != nil && !namesParts(s.data) {
		columns = append(columns, "split")
	}
	return columns
}

// OwnSplit says whether the data bring a split that a comparison can use.
func (s *Setup) OwnSplit() bool { return namesParts(s.data) }

// namesParts says whether the data's own split says which records are for training
// and which for the test.
func namesParts(d *dataset.Dataset) bool {
	return slices.Contains(d.Splits, "train") && slices.Contains(d.Splits, "test")
}

// open begins with what is suggested for a dataset, or with a saved spec.
func (s *Setup) open(d *dataset.Dataset, spec experiment.Spec) {
	s.data, s.waiting, s.faults = d, nil, nil
	s.replace(spec)
}

// replace takes another spec as a whole.
func (s *Setup) replace(spec experiment.Spec) {
	s.spec, s.asked = spec, nil
	s.replan()
	s.emit(SpecChanged)
}

// set changes the spec; step names the change, so that typing in one field is
// taken back as one.
func (s *Setup) set(step string, change func(*experiment.Spec)) {
	s.before(step)
	s.spec.Methods = slices.Clone(s.spec.Methods)
	change(&s.spec)
	s.replan()
	s.emit(SpecChanged)
}

// AddMethod adds a pipeline by name. The error says what cannot be.
func (s *Setup) AddMethod(name string) error {
	if s.data == nil {
		return errNoData
	}
	m := experiment.Method{Name: name}
	if _, err := experiment.ParseMethod(m); err != nil {
		return err
	}
	for _, had := range s.spec.Methods {
		if had.Name == name && len(had.Settings) == 0 {
			return say.Errorf("%s is there already; change one of its settings to compare it with itself", name)
		}
	}
	s.set("", func(to *experiment.Spec) { to.Methods = append(to.Methods, m) })
	return nil
}

// RemoveMethod takes the i-th method out.
func (s *Setup) RemoveMethod(i int) {
	if i >= 0 && i < len(s.spec.Methods) {
		s.set("", func(to *experiment.Spec) { to.Methods = slices.Delete(to.Methods, i, i+1) })
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
func (s *Setup) Fields(i int) []Field {
	if i < 0 || i >= len(s.spec.Methods) {
		return nil
	}
	p, err := experiment.ParseMethod(s.spec.Methods[i])
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
func (s *Setup) SetField(i int, key, text string) error {
	fields := s.Fields(i)
	settings, err := changed(s.spec.Methods[i].Settings, fields, key, text)
	if err != nil || maps.Equal(settings, s.spec.Methods[i].Settings) {
		return err
	}
	s.set("method "+strconv.Itoa(i)+"."+key, func(to *experiment.Spec) { to.Methods[i].Settings = settings })
	return nil
}

// changed returns settings with another value of one parameter. A default is not
// kept. What is not allowed is refused with the reason.
func changed(settings map[string]string, fields []Field, key, text string) (map[string]string, error) {
	k := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
	if k < 0 {
		return settings, say.Errorf("no setting %q", key)
	}
	x, err := fields[k].Spec.Parse(text)
	if err != nil {
		return settings, err
	}
	out := maps.Clone(settings)
	if out == nil {
		out = map[string]string{}
	}
	if out[key] = param.Format(x); out[key] == param.Format(fields[k].Spec.Default) {
		delete(out, key)
	}
	return out, nil
}

// MethodTitle says what the i-th method is, for people.
func (s *Setup) MethodTitle(i int) string {
	p, err := experiment.ParseMethod(s.spec.Methods[i])
	switch {
	case err != nil:
		return err.Error()
	case p.Imputer != nil:
		return say.Form("%s, then %s", say.Text(p.Imputer.Title), lowerFirst(say.Text(p.Model.Title)))
	}
	return say.Text(p.Model.Title)
}

// SettingsWords lists the settings of the i-th method that are not defaults.
func (s *Setup) SettingsWords(i int) string {
	return settingsWords(s.spec.Methods[i].Settings)
}

func settingsWords(settings map[string]string) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		words = append(words, key+" = "+settings[key])
	}
	return strings.Join(words, ", ")
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); n == len(s) || unicode.IsUpper(second) {
		return s // an abbreviation stays
	}
	return string(unicode.ToLower(r)) + s[n:]
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
func (s *Setup) SetMask(m experiment.MaskSpec) {
	if !reflect.DeepEqual(m, s.spec.Mask) {
		s.set("mask", func(to *experiment.Spec) { to.Mask = m })
	}
}

// SetSplit changes how records are divided.
func (s *Setup) SetSplit(split experiment.SplitSpec) {
	if split != s.spec.Split {
		s.set("split", func(to *experiment.Spec) { to.Split = split })
	}
}

// SetSeeds changes the number of repetitions.
func (s *Setup) SetSeeds(n int) {
	if n != s.spec.Seeds {
		s.set("seeds", func(to *experiment.Spec) { to.Seeds = n })
	}
}

// SetSearch changes how many settings of each method are tried first.
func (s *Setup) SetSearch(n int) {
	if n != s.spec.Search {
		s.set("search", func(to *experiment.Spec) { to.Search = n })
	}
}

// SetImputations changes how often imputers that draw fill the gaps.
func (s *Setup) SetImputations(n int) {
	if n == 1 {
		n = 0 // what there is without asking
	}
	if n != s.spec.Imputations {
		s.set("imputations", func(to *experiment.Spec) { to.Imputations = n })
	}
}

// Shifted says whether what imputers fill in is also moved.
func (s *Setup) Shifted() bool { return len(s.spec.Shifts.Deltas) > 0 }

// SetShifted switches the shifts of imputed values that are usual.
func (s *Setup) SetShifted(on bool) {
	if on == s.Shifted() {
		return
	}
	s.set("", func(to *experiment.Spec) {
		to.Shifts = experiment.Shifts{}
		if on {
			to.Shifts.Deltas = experiment.UsualShifts
		}
	})
}

// SetMaskedComplete switches the series of masked complete records.
func (s *Setup) SetMaskedComplete(on bool) {
	if on != s.spec.MaskedComplete {
		s.set("casemix", func(to *experiment.Spec) { to.MaskedComplete = on })
	}
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
func (s *Setup) ModalityFor(k dataset.RateKind) string {
	if k == dataset.ModalityRate {
		return s.data.Blocks[0].Modality.Name
	}
	return ""
}

// Extra lists the baselines that are added to the methods set up.
func (s *Setup) Extra() []string {
	var out []string
	for _, m := range experiment.WithBaselines(s.spec.Methods)[len(s.spec.Methods):] {
		out = append(out, m.Name)
	}
	return out
}
