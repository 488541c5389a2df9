package format

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
)

// wideCSV reads one table in which the prefixes of the columns name the
// modalities: image_f0, audio.f1.
var wideCSV = reader{
	name: "wide-csv",
	claims: func(p *place) string {
		sheets := p.dataSheets()
		if len(sheets) != 1 || mediaFolders.claims(p) != "" {
			return ""
		}
		if names := prefixes(sheets[0]); names != nil {
			return "its columns begin with " + someOf(names)
		}
		return ""
	},
	read: readWideCSV,
}

func readWideCSV(ctx context.Context, p *place) (*dataset.Dataset, error) {
	c := newCollection(p, "wide-csv")
	sheets := p.dataSheets()
	if len(sheets) != 1 {
		if err := p.firstError(); err != nil {
			return nil, err
		}
		return nil, &dataset.UserError{What: p.name + " is no wide table", Why: fmt.Sprintf("there are %d tables of values", len(sheets)),
			Try: "Open the one table as a file."}
	}
	if err := nameIDs(sheets, p.roleSheets()); err != nil {
		return nil, err
	}
	if err := c.addWide(ctx, sheets[0]); err != nil {
		return nil, err
	}
	if err := c.addRoles(); err != nil {
		return nil, err
	}
	return c.join()
}

// looseName is the modality of columns without a prefix.
const looseName = "table"

// addWide makes one modality of the columns of each prefix. Columns without a
// prefix become one modality of their own.
func (c *collection) addWide(ctx context.Context, s *sheet) error {
	x, err := s.scan(ctx, c.takeRoleColumns(s), c.place.work)
	if err != nil {
		return err
	}
	take := map[string][]int{}
	var names []string
	for k, j := range x.columns {
		name, _ := splitPrefix(s.names[j])
		if _, ok := take[name]; !ok {
			names = append(names, name)
		}
		take[name] = append(take[name], k)
	}
	for _, name := range names {
		if name != "" {
			c.addPart(x.part(name, take[name], len(name)+1, c.about.of(name).Kind))
			continue
		}
		loose := looseName
		for take[loose] != nil {
			loose += "2"
		}
		s.problem(0, "", plural(len(take[""]), "column has", "columns have")+" no prefix", fmt.Sprintf("read as the modality %q", loose))
		c.addPart(x.part(loose, take[""], 0, c.about.of(loose).Kind))
	}
	c.problems = append(c.problems, s.problems...)
	return nil
}

// prefixes lists the prefixes of a sheet's columns if they name modalities:
// there are two or more, and either every column has one, or half of them have
// and each is there twice.
func prefixes(s *sheet) []string {
	var names []string
	count, loose, all := map[string]int{}, 0, 0
	for j, name := range s.names {
		if j == idColumn(s.names) || named(name, labelNames) || named(name, splitNames) || named(name, groupNames) {
			continue
		}
		all++
		prefix, ok := splitPrefix(name)
		switch {
		case !ok:
			loose++
		case count[prefix] == 0:
			names = append(names, prefix)
			fallthrough
		default:
			count[prefix]++
		}
	}
	once := slices.ContainsFunc(names, func(name string) bool { return count[name] == 1 })
	if len(names) < 2 || loose > 0 && (once || 2*loose > all) {
		return nil
	}
	return names
}

// splitPrefix cuts a column's name before the first of _ . and :.
func splitPrefix(name string) (prefix string, ok bool) {
	at := strings.IndexAny(name, "_.:")
	if at <= 0 || at == len(name)-1 {
		return "", false
	}
	return name[:at], true
}
