package experiment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lacuna/impute"
	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/models"
)

// Pipeline is a method found in the registries with its settings resolved.
type Pipeline struct {
	Imputer *impute.Info // nil where the model takes missing modalities itself
	Model   models.Info
	// Settings holds every parameter, defaults included, by qualified name.
	Settings map[string]string
}

// ParseMethod looks up the parts of a method and checks its settings. Errors
// say what there is to choose from.
func ParseMethod(m Method) (Pipeline, error) { return registered().parse(m) }

// Baselines are the methods that every comparison carries, unasked: the most
// frequent class, and what the missingness pattern alone tells.
func Baselines() []Method { return []Method{{Name: "majority"}, {Name: "pattern"}} }

func isBaseline(name string) bool {
	return slices.ContainsFunc(Baselines(), func(m Method) bool { return m.Name == name })
}

// WithBaselines returns the methods with those baselines appended that are not
// among them. Plan does this by itself.
func WithBaselines(methods []Method) []Method {
	out := slices.Clone(methods)
	for _, b := range Baselines() {
		if !slices.ContainsFunc(methods, func(m Method) bool { return m.Name == b.Name }) {
			out = append(out, b)
		}
	}
	return out
}

// Configure gives settings to those of the methods that they are meant for:
// "knn.k" to every method with a part called knn, "k" to every method with
// exactly one part that has such a parameter. A setting that fits no method is
// an error. The methods given are not changed.
func Configure(methods []Method, settings map[string]string) ([]Method, error) {
	return registered().configure(methods, settings)
}

func (c catalogue) configure(methods []Method, settings map[string]string) ([]Method, error) {
	out := slices.Clone(methods)
	for i := range out {
		out[i].Settings = maps.Clone(out[i].Settings)
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		used := false
		for i, m := range out {
			p, err := c.parts(m.Name)
			if err != nil {
				return nil, err
			}
			if _, err := p.qualify(key); err != nil {
				continue
			}
			if out[i].Settings == nil {
				out[i].Settings = map[string]string{}
			}
			out[i].Settings[key] = settings[key]
			used = true
		}
		if !used {
			return nil, say.Errorf("setting %q fits none of the methods %s", key, methodNames(methods))
		}
	}
	return out, nil
}

func methodNames(methods []Method) string {
	var names []string
	for _, m := range methods {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

// parse looks up a method's parts and resolves its settings.
func (c catalogue) parse(m Method) (Pipeline, error) {
	if IsProgram(m) {
		return parseProgram(m)
	}
	p, err := c.parts(m.Name)
	if err != nil {
		return Pipeline{}, err
	}
	set := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(m.Settings)) {
		full, err := p.qualify(key)
		if err != nil {
			return Pipeline{}, say.Errorf("method %s: %w", m.Name, err)
		}
		if _, twice := set[full]; twice {
			return Pipeline{}, say.Errorf("method %s: setting %s is given twice", m.Name, full)
		}
		set[full] = m.Settings[key]
	}
	if p.Settings, err = p.resolve(set); err != nil {
		return Pipeline{}, say.Errorf("method %s: %w", m.Name, err)
	}
	if p.Model.Check != nil { // of values that do not go together
		_, err = p.Model.Make(settingsOf(p.Model.Name, p.Settings))
	}
	return p, err
}

// parts looks up the parts of a method by its name.
func (c catalogue) parts(name string) (Pipeline, error) {
	if IsProgram(Method{Name: name}) {
		return parseProgram(Method{Name: name})
	}
	before, after, joined := strings.Cut(name, "+")
	if !joined {
		return c.alone(name)
	}
	info, err := c.imputer(before)
	if err != nil {
		return Pipeline{}, say.Errorf("method %q: %w", name, err)
	}
	model, err := c.model(after)
	if err != nil {
		return Pipeline{}, say.Errorf("method %q: %w", name, err)
	}
	if !model.NeedsComplete() {
		return Pipeline{}, say.Errorf("method %q: %s takes missing modalities as they are; name it alone, without an imputer", name, after)
	}
	return Pipeline{Imputer: &info, Model: model}, nil
}

// alone looks up a method without an imputer.
func (c catalogue) alone(name string) (Pipeline, error) {
	if name == "" {
		return Pipeline{}, say.Errorf("a method has no name; %s", c.choices())
	}
	if _, err := c.imputer(name); err == nil {
		return Pipeline{}, say.Errorf("method %q only imputes; put a classifier behind it (%s+%s)",
			name, name, strings.Join(c.modelNames(true), ", "+name+"+"))
	}
	model, err := c.model(name)
	if err != nil {
		return Pipeline{}, err
	}
	if model.NeedsComplete() {
		return Pipeline{}, say.Errorf("method %q needs complete values; put an imputer before it (%s+%s)",
			name, strings.Join(c.imputerNames(), "+"+name+", "), name)
	}
	return Pipeline{Model: model}, nil
}

// part is one estimator of a pipeline as its settings see it.
type part struct {
	name   string
	params []param.Spec
}

func (p Pipeline) parts() []part {
	list := []part{{p.Model.Name, p.Model.Params}}
	if p.Imputer != nil {
		list = append([]part{{p.Imputer.Name, p.Imputer.Params}}, list...)
	}
	return list
}

// qualify returns the full name of a setting: "k" becomes "knn.k".
func (p Pipeline) qualify(key string) (string, error) {
	owner, name, qualified := strings.Cut(key, ".")
	if !qualified {
		owner, name = "", key
	}
	var full, known []string
	for _, part := range p.parts() {
		for _, s := range part.params {
			known = append(known, part.name+"."+s.Name)
			if s.Name == name && (owner == "" || owner == part.name) {
				full = append(full, part.name+"."+s.Name)
			}
		}
	}
	switch {
	case len(full) == 1:
		return full[0], nil
	case len(full) > 1:
		return "", say.Errorf("setting %q could be %s; write it in full", key, strings.Join(full, " or "))
	case len(known) == 0:
		return "", say.Errorf("no setting %q; there are none", key)
	}
	return "", say.Errorf("no setting %q; there are %s", key, strings.Join(known, ", "))
}

// resolve fills in the defaults and checks every value.
func (p Pipeline) resolve(set map[string]string) (map[string]string, error) {
	out := map[string]string{}
	for _, part := range p.parts() {
		values, err := param.Resolve(part.params, settingsOf(part.name, set))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
		for name, x := range values {
			out[part.name+"."+name] = param.Format(x)
		}
	}
	return out, nil
}

// settingsOf returns the settings of one part, without its name.
func settingsOf(part string, set map[string]string) map[string]string {
	out := map[string]string{}
	for key, value := range set {
		if name, ok := strings.CutPrefix(key, part+"."); ok {
			out[name] = value
		}
	}
	return out
}
