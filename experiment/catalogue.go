package experiment

import (
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/impute"
	"lacuna/internal/say"
	"lacuna/models"
)

// catalogue is the set of methods that a comparison may choose from.
type catalogue struct {
	imputers []impute.Info
	models   []models.Info
	features func(train dataset.View, o feature.Options) (features, error)
}

// registered returns the methods of the program's registries.
func registered() catalogue {
	return catalogue{imputers: impute.All(), models: models.All(), features: fitFeatures}
}

func (c catalogue) imputer(name string) (impute.Info, error) {
	for _, info := range c.imputers {
		if info.Name == name {
			return info, nil
		}
	}
	return impute.Info{}, say.Errorf("no imputer %q; there are %s", name, strings.Join(c.imputerNames(), ", "))
}

func (c catalogue) model(name string) (models.Info, error) {
	for _, info := range c.models {
		if info.Name == name {
			return info, nil
		}
	}
	return models.Info{}, say.Errorf("no method %q; %s", name, c.choices())
}

func (c catalogue) imputerNames() []string {
	var names []string
	for _, info := range c.imputers {
		names = append(names, info.Name)
	}
	return names
}

// modelNames lists the models that stand behind an imputer, or those that
// stand alone.
func (c catalogue) modelNames(needsComplete bool) []string {
	var names []string
	for _, info := range c.models {
		if info.NeedsComplete() == needsComplete {
			names = append(names, info.Name)
		}
	}
	return names
}

// choices says in words which method names are possible.
func (c catalogue) choices() string {
	return say.Form("use one of %s alone, or an imputer (%s) and a classifier (%s) joined by +",
		strings.Join(c.modelNames(false), ", "),
		strings.Join(c.imputerNames(), ", "),
		strings.Join(c.modelNames(true), ", "))
}
