package lint

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// translated are the rooms whose words are all said through package say, and
// so have a translation.
var translated = []string{
	"assets/gallery",
	"charts",
	"dataset",
	"dataset/feature",
	"dataset/format",
	"dataset/format/array",
	"dataset/format/layout",
	"dataset/format/media",
	"dataset/format/record",
	"dataset/format/table",
	"dataset/query",
	"experiment",
	"experiment/fitted",
	"experiment/leaks",
	"experiment/metric",
	"experiment/missingness",
	"experiment/result",
	"impute",
	"internal/away",
	"internal/encode",
	"internal/file",
	"internal/folder",
	"internal/job",
	"internal/learn",
	"internal/learn/boost",
	"internal/learn/cca",
	"internal/learn/chain",
	"internal/learn/forest",
	"internal/learn/logistic",
	"internal/learn/lowrank",
	"internal/learn/neighbours",
	"internal/learn/pls",
	"internal/learn/ridge",
	"internal/learn/svm",
	"internal/nn",
	"internal/param",
	"internal/registry",
	"internal/report",
	"internal/saved",
	"internal/speaker",
	"models",
	"models/program",
	"project",
	"ui",
	"ui/vm",
}

// saidAt is which argument of a function of package say is in English, as
// translations know it.
var saidAt = map[string]int{"Text": 0, "Form": 0, "Mark": 0, "Kept": 0, "Error": 0, "Errorf": 0, "Plural": 2, "Count": 2, "KeptCount": 2}

// wordless are calls whose words nobody reads.
var wordless = regexp.MustCompile(`^(regexp|strings|bytes|os|filepath|path|time)\.|\.(Child|Format)$|^(say\.Codes?|panic|errors\.Is|slices\.Contains|newShelf|set|setOf|newSet|newWords|endings|partsNamed|monthsOf|matches|fyne\.LogError)$`)

// mistakes are the calls of a room whose words are for who programs it.
var mistakes = map[string]*regexp.Regexp{
	"internal/nn": regexp.MustCompile(`^(fail|Guard|sameRows|sameWidth|imageShape|newRowSet|g\.(apply|node)|t\.run)$`),
}

// english are the rooms that say nothing in the window, or the same in every
// language; any other room is a translated one.
var english = []string{
	".", "assets", "assets/sample", "docs/guide", "internal/cli", "internal/lint", "internal/rng", words, // faces without a window, and rooms without words
	"charts/canvas", "internal/cluster", "internal/shell", "internal/kernel", "internal/kernel/gen", // formats, scripts and faults of who programs
	"internal/windowtest", "internal/contributing",
}

const saidWhy = "everything that the window shows is said through package say and has a translation in assets/lang"

// spoken reports words of translated rooms that are not said through package say
// or have no translation, translations of what nobody says, and those that lose
// one of the parts of a sentence.
func spoken(t *Tree) []Finding {
	said, known := map[string]string{}, map[string]bool{}
	var found []Finding
	for _, f := range t.Files {
		if title, ok := pageTitle(f); ok {
			said[title], known[title] = f.Path, true
		}
		if f.Syntax == nil || f.Test || f.Script || f.Room() == words {
			continue
		}
		w := &wording{tree: t, room: f.Room(), ours: slices.Contains(translated, f.Room()), said: said, known: known}
		for _, d := range f.Syntax.Decls {
			_, inside := d.(*ast.FuncDecl)
			w.walk(d, inside)
		}
		found = append(found, w.found...)
	}
	for folder := range t.rooms() {
		if !slices.Contains(slices.Concat(translated, english, suites), folder) {
			found = append(found, Finding{folder, "says words in one language, or in all?", "put the room into translated or english, in internal/lint/spoken.go"})
		}
	}
	return sorted(append(found, t.translations(said, known)...))
}

// pageTitle is what a page of the guide is called in the list of them. It is said
// in every language, while the page itself is in English.
func pageTitle(f *File) (string, bool) {
	if f.Room() != "docs/guide" || path.Ext(f.Path) != ".md" {
		return "", false
	}
	line, _, _ := strings.Cut(string(f.Text), "\n")
	return strings.CutPrefix(line, "# ")
}

// wording reads what one file says.
type wording struct {
	tree  *Tree
	room  string
	ours  bool
	said  map[string]string // with where
	known map[string]bool   // any text of the source
	found []Finding
}

// walk goes over a part of a file. inside is whether it is in a function: what
// stands in a table above is said by who shows it.
func (w *wording) walk(n ast.Node, inside bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			w.walk(x.Body, true)
			return false
		case *ast.ImportSpec, *ast.StructType:
			return false
		case *ast.KeyValueExpr:
			if k, ok := x.Key.(*ast.Ident); ok && k.Name == "Paper" { // who wrote what is said as they wrote it
				return false
			}
			if text, ok := constant(x.Key); ok { // a map says what it holds, not its keys
				w.known[text] = true
			}
			w.walk(x.Value, inside)
			return false
		case *ast.CompositeLit:
			if inside && parameters(x.Type) {
				w.walk(x, false)
				return false
			}
		case *ast.CallExpr:
			return w.call(x, inside)
		case *ast.BinaryExpr:
			if text, ok := constant(x); ok {
				w.text(x, text, inside)
				return false
			}
			return x.Op != token.EQL && x.Op != token.NEQ
		case *ast.BasicLit:
			if text, ok := constant(x); ok {
				w.text(x, text, inside)
			}
		case *ast.CaseClause:
			for _, s := range x.Body {
				w.walk(s, inside)
			}
			return false
		}
		return true
	})
}

// parameters reports whether a literal is of parameters, which are made when the
// program starts and said by who shows them.
func parameters(t ast.Expr) bool {
	if list, ok := t.(*ast.ArrayType); ok {
		t = list.Elt
	}
	return nameOf(t) == "param.Spec"
}

// pieced reports whether a text is put together of words and of what is not known
// before the program runs.
func pieced(e ast.Expr) bool {
	sum, ok := e.(*ast.BinaryExpr)
	if !ok || sum.Op != token.ADD {
		return false
	}
	for _, side := range []ast.Expr{sum.X, sum.Y} {
		if text, ok := constant(side); ok && worded(text) || pieced(side) {
			return true
		}
	}
	return false
}

// call reads a call, and reports whether its arguments are to be read as well.
func (w *wording) call(x *ast.CallExpr, inside bool) bool {
	name := nameOf(x.Fun)
	at, ok := saidIn(name, len(x.Args))
	if !ok {
		if mistake := mistakes[w.room]; !wordless.MatchString(name) && (mistake == nil || !mistake.MatchString(name)) {
			return true
		}
		w.sayings(x)
		return false
	}
	text, ok := constant(x.Args[at])
	switch {
	case ok:
		w.known[text] = true
		if w.ours && lettered(text) {
			w.said[text] = w.tree.at(x)
		}
	case w.ours && pieced(x.Args[at]):
		w.found = append(w.found, Finding{w.tree.at(x), "a sentence is put together of pieces", "no language knows it: say.Form takes the parts"})
	}
	for _, arg := range x.Args[:at] { // the form for one
		if text, ok := constant(arg); ok {
			w.known[text] = true
		}
	}
	for _, arg := range x.Args[at+1:] {
		w.walk(arg, inside)
	}
	return false
}

// sayings reads what is said among the arguments of a call whose own words
// nobody reads.
func (w *wording) sayings(x *ast.CallExpr) {
	for _, arg := range x.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if ok && strings.HasPrefix(nameOf(c.Fun), "say.") {
				return w.call(c, true)
			}
			return true
		})
	}
}

// saidIn is which argument of a call is in English as translations know it: of a
// function of package say, or of a room's own that writes a number with say.Plural.
func saidIn(function string, arguments int) (at int, ok bool) {
	if function == "plural" && arguments == 3 {
		return saidAt["Plural"], true
	}
	name, ours := strings.CutPrefix(function, "say.")
	at, ok = saidAt[name]
	return at, ours && ok
}

// text reads a text that is said through nothing.
func (w *wording) text(n ast.Node, text string, inside bool) {
	w.known[text] = true
	switch {
	case !w.ours || !worded(text):
	case inside:
		w.found = append(w.found, Finding{w.tree.at(n), fmt.Sprintf("%.40q is not said", text), saidWhy})
	default:
		w.said[text] = w.tree.at(n)
	}
}

// constant is the value of a text, or of texts put together.
func constant(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			text, err := strconv.Unquote(x.Value)
			return text, err == nil
		}
	case *ast.ParenExpr:
		return constant(x.X)
	case *ast.BinaryExpr:
		a, ok := constant(x.X)
		b, also := constant(x.Y)
		return a + b, ok && also && x.Op == token.ADD
	}
	return "", false
}

// everywhere are names that every language has.
var everywhere = regexp.MustCompile(`\bLacuna\b|\b[np] [=<] |\b[A-Z]{2,}\b`)

// worded reports whether a text is for people: words apart, or a word with a
// capital. Places for other words, n for a number and names in capitals, such as
// RMSE, are no words.
func worded(text string) bool {
	text = strings.TrimSpace(everywhere.ReplaceAllString(place.ReplaceAllString(text, ""), ""))
	r := []rune(text)
	return lettered(text) && (strings.Contains(text, " ") || len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1]))
}

// lettered reports whether a text has more letters than those of its places.
func lettered(text string) bool {
	return strings.IndexFunc(place.ReplaceAllString(text, ""), unicode.IsLetter) >= 0
}

// nameOf is a function as the source calls it: "say.Text".
func nameOf(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return nameOf(x.X) + "." + x.Sel.Name
	}
	return ""
}
