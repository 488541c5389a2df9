package layout

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// bareNames returns the files of a column of mere names, where nearly every
// cell names one file of the place and no other has that name; else nil. The
// cells have been taken before.
func (c *pathCells) bareNames(cells []string) map[string]*entry {
	if c.count[absent] == 0 {
		return nil
	}
	elsewhere, bare := c.finder.elsewhere(), map[string]*entry{}
	filled, bareCells := 0, 0
	for i, cell := range cells {
		filled += count(c.verdicts[i] != blank)
		if c.verdicts[i] != absent {
			continue
		}
		list := several(cell)
		if list == nil {
			list = []string{cell}
		}
		hit := true
		for _, name := range list {
			name = cleanPath(name)
			files := elsewhere.base[folded(name)]
			if len(files) == 1 && files[0].base == name {
				bare[name] = files[0]
			} else {
				hit = false
			}
		}
		bareCells += count(hit)
	}
	if 2*bareCells < filled || 10*(bareCells+c.count[present]) < 9*filled {
		return nil
	}
	return bare
}

// sayBare says that files are taken by their names alone.
func (c *pathCells) sayBare(bare map[string]*entry) {
	name := sortedKeys(bare)[0]
	verb := "are"
	if len(bare) == 1 {
		verb = "is"
	}
	c.problems = append(c.problems, dataset.Problem{File: c.file, Column: c.name,
		What: say.Kept("%s %s named without the folder, such as %s for %s", say.KeptCount(len(bare), "file", "files"), verb, name, bare[name].path),
		Done: say.Mark("taken from there: no two files have one of these names")})
}

// lookElsewhere finds files for the paths that lead to none: of the same name
// in another folder, in another case, or with another ending. They are taken
// where the import says so, and else offered.
func (c *pathCells) lookElsewhere(cells []string) {
	if c.count[absent]+c.count[leadsOut]+c.count[isLink] == 0 {
		return
	}
	elsewhere := c.finder.elsewhere()
	hits, example := 0, ""
	join := slices.Contains(c.imp.Join, "path")
	for i, v := range c.verdicts {
		if v != absent && v != leadsOut && v != isLink {
			continue
		}
		e := elsewhere.nearest(cleanPath(cells[i]))
		if e == nil {
			continue
		}
		if hits++; hits == 1 {
			example = cells[i] + " and " + e.path
		}
		e.mark() // what is said of it is enough
		if join {
			c.entries[i], c.verdicts[i] = e, present
			c.count[v]--
		}
	}
	switch {
	case hits == 0:
	case join:
		c.say(say.Kept("%s without a file there, which lies elsewhere, such as %s", paths(hits), example), say.Mark("taken from there, as the import says (join: path)"))
	default:
		c.say(say.Kept("%s without a file there, but a file of the same name lies elsewhere, such as %s", paths(hits), example), say.Mark("nothing is joined; take them with --join path"))
	}
}

// names finds files by their names, without case and folder.
type names struct{ base, stem map[string][]*entry }

// elsewhere lists all files of the place by name. Where only a few files are
// meant, the folder around them is listed for it, but no whole disk.
func (f *finder) elsewhere() names {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byName.base != nil {
		return f.byName
	}
	const nearby = 100_000
	files := f.tree.files
	if f.place.Files != nil {
		around := newTree(f.place.FS)
		if around.walk(f.ctx, nearby) != nil {
			return names{}
		}
		files = around.files
	}
	n := names{map[string][]*entry{}, map[string][]*entry{}}
	for _, e := range files {
		if e.kind == "" && !e.strange {
			continue
		}
		base := folded(e.base)
		n.base[base] = append(n.base[base], e)
		n.stem[stemOf(base)] = append(n.stem[stemOf(base)], e)
	}
	f.byName = n
	return n
}

// nearest returns the file whose path agrees longest with p from behind, if
// there is one.
func (n names) nearest(p string) *entry {
	p, _ = withoutQuery(p)
	p = folded(p)
	list := n.base[path.Base(p)]
	if list == nil {
		list = n.stem[stemOf(p)]
	}
	var best *entry
	most, twice := -1, false
	for _, e := range list[:min(len(list), 1000)] {
		agree := agreement(folded(e.path), p)
		twice = agree == most || twice && agree < most
		if agree > most {
			best, most = e, agree
		}
	}
	if twice {
		return nil
	}
	return best
}

// folded is a path without case and without the ways to write an accent.
func folded(p string) string { return strings.ToLower(norm.NFC.String(p)) }

// agreement counts the folders that two paths share, from the file upwards.
func agreement(a, b string) int {
	n := 0
	for {
		a, b = path.Dir(a), path.Dir(b)
		if a == "." || b == "." || a == "/" || b == "/" || path.Base(a) != path.Base(b) {
			return n
		}
		n++
	}
}
