package record

import (
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// leaveOut takes away the modalities that an import leaves out.
func (a *assembly) leaveOut() error {
	a.checkModalities(a.imp.Without, say.Mark("nothing is left out for it"))
	a.parts = slices.DeleteFunc(a.parts, func(p *part) bool { return slices.Contains(a.imp.Without, p.modality.Name) })
	if len(a.parts) == 0 && len(a.imp.Without) > 0 {
		return &dataset.UserError{What: say.Kept("every modality of %s is left out", a.found.Name), Try: say.Mark("Leave at least one.")}
	}
	return nil
}

// renameModalities gives modalities the names that an import wants for them, once
// nothing asks for those by which they were recognised any more.
func (a *assembly) renameModalities() error {
	wanted := slices.Sorted(maps.Keys(a.imp.Names))
	a.checkModalities(slices.DeleteFunc(wanted, func(name string) bool { return slices.Contains(a.imp.Without, name) }), say.Mark("its new name is of no use"))
	taken := map[string]string{}
	var names []string
	for _, p := range a.parts {
		was := p.modality.Name
		if name := strings.TrimSpace(a.imp.Names[was]); name != "" {
			p.modality.Name = name
		}
		if other, twice := taken[p.modality.Name]; twice {
			return &dataset.UserError{What: say.Kept("the modalities %s and %s cannot both be called %q", other, was, p.modality.Name), Try: say.Mark("Give each its own name.")}
		}
		taken[p.modality.Name] = was
		names = append(names, p.modality.Name)
	}
	if name := dataset.Ambiguous(names); name != "" {
		return &dataset.UserError{What: say.Kept("no modality can be called %q here", name), Why: say.Mark("a pattern of other modalities is called so"), Try: say.Mark("Give it another name with --rename, or another name to its file or column.")}
	}
	return nil
}

// checkModalities says which names are those of no modality: other data of the
// same kind may lack one.
func (a *assembly) checkModalities(names []string, done string) {
	for _, name := range names {
		if !slices.ContainsFunc(a.parts, func(p *part) bool { return p.modality.Name == name }) {
			a.problem(a.found.Name, name, say.Mark("no modality is recognised by this name"), done)
		}
	}
}

// isAll says whether a name of an import means all columns of a file.
func (a *assembly) isAll(name string) bool {
	file, ok := strings.CutSuffix(name, ":"+dataset.AllFeatures)
	return ok && slices.ContainsFunc(a.sheets, func(s *sheet) bool { return s.File == file })
}
