package layout

import (
	"cmp"
	"maps"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// verdict is what became of a path.
type verdict uint8

const (
	present verdict = iota
	blank
	absent
	isFolder
	isLink
	leadsOut
	irregular
	verdicts
)

func (v verdict) cause() dataset.Cause {
	switch v {
	case present, blank, isFolder:
		return dataset.Null
	case isLink:
		return dataset.Unsupported
	case leadsOut, irregular:
		return dataset.Unreadable
	default:
		return dataset.NoFile
	}
}

// resolver finds the files that paths name, relative to the folder of their
// table or else to the place.
type resolver struct {
	tree *tree
	dir  string
	root string // absolute path of the place, with a stroke behind, or ""
	// memory of folders by how they are written in front of a file, so that a
	// path costs two look-ups.
	seen map[string][2]*folder
	// next is the file behind the last one that was found, and nextDir the
	// folder as it was written: tables are mostly sorted as folders are.
	next    *entry
	nextDir string
	bare    map[string]*entry // files that are meant by their names alone
}

func (f *finder) resolver(dir string) *resolver {
	r := &resolver{tree: f.tree, dir: dir, seen: map[string][2]*folder{}}
	if f.place.Root != "" {
		if root, err := filepath.Abs(f.place.Root); err == nil {
			r.root = strings.TrimSuffix(filepath.ToSlash(root), "/") + "/"
		}
	}
	return r
}

// looks says whether a cell looks like a path to a file of media, or like
// several.
func (r *resolver) looks(cell string) bool {
	if r.looksSingle(cell) {
		return true
	}
	list := several(cell)
	return len(list) > 1 && !slices.ContainsFunc(list, func(p string) bool { return !r.looksSingle(p) }) || len(list) == 1 && r.looksSingle(list[0])
}

func (r *resolver) looksSingle(cell string) bool {
	p := cleanPath(cell)
	if _, ok := withoutQuery(p); ok || hasMediaEnding(p) {
		return true
	}
	if !strings.Contains(p, "/") {
		return false
	}
	_, v := r.find(cell)
	return v == present || v == leadsOut && path.Ext(p) != ""
}

// find returns the file that a cell names, be it with the query of an address
// behind the name.
func (r *resolver) find(cell string) (*entry, verdict) {
	e, v := r.findWhole(cell)
	if v == absent {
		if plain, err := url.PathUnescape(cell); err == nil && plain != cell {
			if e, v := r.findWhole(plain); v == present {
				return e, v
			}
		}
		if bare, ok := withoutQuery(cleanPath(cell)); ok {
			return r.findWhole(bare)
		}
	}
	return e, v
}

func (r *resolver) findWhole(cell string) (*entry, verdict) {
	p := cleanPath(cell)
	if r.root != "" && strings.HasPrefix(p, r.root) {
		p = p[len(r.root):]
	}
	dir, base := "", p
	if cut := strings.LastIndexByte(p, '/'); cut >= 0 {
		dir, base = p[:cut], p[cut+1:]
	}
	if e := r.next; e != nil && e.base == base && dir == r.nextDir {
		r.next = e.next
		e.mark()
		return e, present
	}
	both := r.folders(dir)
	for k, f := range both {
		if f == nil {
			continue
		}
		if e := f.files[base]; e != nil {
			if k == 0 || both[0] == nil {
				r.next, r.nextDir = e.next, dir
			}
			e.mark()
			return e, present
		}
	}
	if e := r.bare[p]; e != nil {
		e.mark()
		return e, present
	}
	return r.findOdd(p, dir, base)
}

// folders returns the folders that a path may lie in.
func (r *resolver) folders(dir string) [2]*folder {
	if both, ok := r.seen[dir]; ok {
		return both
	}
	var both [2]*folder
	if dir == "" || !isAbsolute(dir+"/") && !isURL(dir+"/") {
		for k, from := range []string{r.dir, "."} {
			if at := path.Join(from, dir); (k == 0 || r.dir != ".") && isInside(at) {
				both[k] = r.tree.folder(at)
			}
		}
	}
	r.seen[dir] = both
	return both
}

func isInside(p string) bool { return p != ".." && !strings.HasPrefix(p, "../") }

// findOdd finds files that are written without their ending, and says what
// else a path is.
func (r *resolver) findOdd(p, dir, base string) (*entry, verdict) {
	switch {
	case isURL(p):
		return nil, isLink
	case isAbsolute(p):
		return nil, leadsOut
	}
	for _, f := range r.folders(dir) {
		if f == nil {
			continue
		}
		if e := r.tree.stem(f, base); e != nil && !hasMediaEnding(base) {
			e.mark()
			return e, present
		}
		if err := f.odd[base]; err == errOutside {
			return nil, leadsOut
		} else if err != nil {
			return nil, irregular
		}
		if base == "" || f.folders[base] {
			return nil, isFolder
		}
	}
	if !isInside(path.Join(r.dir, p)) && !isInside(path.Clean(p)) {
		return nil, leadsOut
	}
	return nil, absent
}

func (e *entry) mark() {
	if !e.used.Load() { // a store by several processors costs more than a look
		e.used.Store(true)
	}
}

// say notes something about the column.
func (c *pathCells) say(what, done string) {
	c.problems = append(c.problems, dataset.Problem{File: c.file, Column: c.name, What: what, Done: done})
}

// paths counts cells.
func paths(n int) string { return say.KeptCount(n, "path", "paths") }

// verdictWords say what is wrong with paths, of one and of several, and what
// becomes of them.
var verdictWords = [verdicts]struct{ one, several, done string }{
	absent:    {"leads to no file", "lead to no file", "missing (no-file)"},
	isFolder:  {"names a folder", "name a folder", "missing (null)"},
	isLink:    {"is an address in a network", "are addresses in a network", "nothing is fetched: missing (unsupported); put the files into the folder and write where they lie"},
	leadsOut:  {"leads out of the folder", "lead out of the folder", "nothing outside is opened: missing (unreadable)"},
	irregular: {"names no regular file", "name no regular files", "missing (unreadable)"},
}

// sayVerdicts notes the paths that led to no file, once for each reason.
func (c *pathCells) sayVerdicts(odd map[dataset.Kind]int) {
	all := 0
	for _, n := range c.count {
		all += n
	}
	for v, w := range verdictWords {
		if n := c.count[v]; n > 0 && w.one != "" {
			verb := w.several
			if n == 1 {
				verb = w.one
			}
			c.problems = append(c.problems, dataset.Problem{File: c.file, Column: c.name,
				What: say.Kept("%s of %d %s, such as %s", paths(n), all, verb, c.first[v]), Done: w.done})
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(odd)) {
		if odd[kind] > 0 {
			c.say(say.Kept("%s to files of another kind, %s, stand in this column", paths(odd[kind]), kindName(kind)), say.Mark("missing (unsupported)"))
		}
	}
	if c.queries > 0 {
		c.say(say.Kept("%s with the query of an address behind the name, such as %s", paths(c.queries), c.query), say.Mark("the files of the names without it are read"))
	}
	c.sayStrange()
}

// sayStrange names the types of files that are there and not understood.
func (c *pathCells) sayStrange() {
	count, first := map[string]int{}, map[string]string{}
	for _, e := range c.entries {
		if e != nil && e.strange {
			why := cmp.Or(Unsupported(e.path), say.Kept("files ending in %s are not understood", path.Ext(e.path)))
			if count[why]++; count[why] == 1 {
				first[why] = e.path
			}
		}
	}
	for _, why := range sortedKeys(count) {
		c.say(say.Kept("%s to files such as %s: %s", paths(count[why]), first[why], why), say.Mark("missing (unsupported)"))
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
