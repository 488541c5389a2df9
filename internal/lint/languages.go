package lint

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// translations compares what is said with the files of languages.
func (t *Tree) translations(said map[string]string, known map[string]bool) []Finding {
	var found []Finding
	languages := map[string]map[string]string{}
	for _, f := range t.Files {
		parts := strings.Split(path.Base(f.Path), ".")
		if path.Dir(f.Path) != "assets/lang" || len(parts) != 3 || parts[2] != "json" {
			continue
		}
		has := languages[parts[1]]
		if has == nil {
			has = map[string]string{}
			languages[parts[1]] = has
		}
		found = append(found, f.translation(known, has)...)
	}
	for language, has := range languages {
		for text, where := range said {
			if _, ok := has[text]; !ok {
				found = append(found, Finding{where, fmt.Sprintf("%q has no translation in %s", text, language), saidWhy})
			}
		}
	}
	return found
}

// translation reads one file of a language.
func (f *File) translation(known map[string]bool, has map[string]string) []Finding {
	var texts map[string]any
	if err := json.Unmarshal(f.Text, &texts); err != nil {
		return []Finding{{f.Path, err.Error(), "a file of a language maps what stands in the source to how the language says it"}}
	}
	var found []Finding
	for text, to := range texts {
		if before, ok := has[text]; ok && before != fmt.Sprint(to) {
			found = append(found, Finding{f.Path, fmt.Sprintf("%q is said in another way in another file: %v, %s", text, to, before), "one text, one translation: which one is read would be left to chance"})
		}
		has[text] = fmt.Sprint(to)
		if !known[text] {
			found = append(found, Finding{f.Path, fmt.Sprintf("%q stands nowhere in the source", text), "delete it, or write it as the source does"})
		}
		if said, ok := to.(string); ok && !samePlaces(text, said) {
			found = append(found, Finding{f.Path, fmt.Sprintf("%q has other parts than %q", said, text), "each part of a sentence is said once; another order is %[2]s"})
		}
	}
	return found
}

// place is a part of a sentence: %s, %.2f, %[3]d.
var place = regexp.MustCompile(`%(\[\d+\])?[-+#0]*(\*|\d+)?(\.\d+)?(\[\d+\])?[a-zA-Z%]`)

// samePlaces reports whether two sentences name the same parts.
func samePlaces(a, b string) bool {
	return slices.Equal(places(a), places(b))
}

// places lists the parts that a sentence names, each with its number.
func places(text string) []string {
	var all []string
	next := 1
	for _, m := range place.FindAllString(text, -1) {
		if strings.HasSuffix(m, "%") {
			continue
		}
		at := next
		if i := strings.IndexByte(m, '['); i >= 0 {
			at, _ = strconv.Atoi(m[i+1 : strings.IndexByte(m, ']')])
		}
		next = at + 1
		all = append(all, fmt.Sprint(at, m[len(m)-1:]))
	}
	slices.Sort(all)
	return all
}
