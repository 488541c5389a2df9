package experiment

import (
	"maps"
	"slices"
	"strings"
)

// labels names each method for tables: by its name, and where a name occurs
// more than once, by the settings in which its bearers differ as well:
// "knn+mlp (knn.k=7)". The pipelines belong to the methods.
func labels(methods []Method, pipelines []Pipeline) []string {
	out := make([]string, len(methods))
	for i, m := range methods {
		out[i] = m.Name
		if keys := differing(m.Name, methods, pipelines); len(keys) > 0 {
			out[i] += " (" + settingsText(pipelines[i].Settings, keys) + ")"
		}
	}
	return out
}

// differing lists the settings that are not the same in all methods of a name,
// as far as somebody has set them: what a preset sets is told by its name.
func differing(name string, methods []Method, pipelines []Pipeline) []string {
	seen, given := map[string]string{}, map[string]bool{}
	differs := map[string]bool{}
	for i, m := range methods {
		if m.Name != name {
			continue
		}
		for key := range m.Settings {
			if full, err := pipelines[i].qualify(key); err == nil {
				given[full] = true
			}
		}
		for key, value := range pipelines[i].Settings {
			if before, ok := seen[key]; ok && before != value {
				differs[key] = true
			}
			seen[key] = value
		}
	}
	maps.DeleteFunc(differs, func(key string, _ bool) bool { return !given[key] })
	return slices.Sorted(maps.Keys(differs))
}

func settingsText(settings map[string]string, keys []string) string {
	var words []string
	for _, key := range keys {
		words = append(words, key+"="+settings[key])
	}
	return strings.Join(words, ", ")
}
