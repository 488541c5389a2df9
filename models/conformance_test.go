package models_test

import (
	"maps"
	"testing"

	"lacuna/internal/param"
	"lacuna/models"
	"lacuna/models/modelstest"
)

// small are settings that make a model quick enough for many fits, and able to
// learn from a few records, where it has such parameters.
var small = map[string]string{"members": "2", "epochs": "12", "width": "16", "hidden": "16", "rate": "0.02", "leaf": "2"}

// blind are the baselines that do not look at values.
var blind = map[string]string{
	"majority": "it knows the shares of the classes only",
	"pattern":  "it looks at what is missing only",
}

func TestLaws(t *testing.T) {
	for _, info := range models.All() {
		s := modelstest.Of(info, settings(info.Params))
		s.Blind = blind[info.Name]
		modelstest.Run(t, s)
	}
}

// options are the ways to train that are off unless asked for, all at once.
var options = map[string]string{
	"class-weights": "balanced", "dropout-schedule": "cosine", "dropout-ramp": "5", "distillation": "0.5", "smoothing": "0.1",
}

func TestLawsWithOptions(t *testing.T) {
	for _, name := range []string{"embracenet", "tmc"} {
		info, err := models.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		set := settings(info.Params)
		maps.Copy(set, options)
		modelstest.Run(t, modelstest.Of(info, set))
	}
}

func settings(specs []param.Spec) map[string]string {
	set := map[string]string{}
	for _, s := range specs {
		if value, ok := small[s.Name]; ok {
			set[s.Name] = value
		}
	}
	return set
}
