package lint

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// A tree is written as path → text; in texts, § stands for nothing, so that
// the bad words below do not trip the rules on this very file.
type tree map[string]string

// sound is a small house without a breach; every bad tree below adds to it.
var sound = tree{
	"FyneApp.toml":                    "[Details]\nID = \"a.b.C\"\nName = \"C\"\nVersion = \"0.1.0\"\n",
	"assets/linux/a.b.C.desktop":      "[Desktop Entry]\nIcon=a.b.C\nStartupWMClass=C\nMimeType=application/x-c;\n",
	"assets/linux/a.b.C.metainfo.xml": `<component><id>a.b.C</id><releases><release version="0.1.0"/></releases></component>`,
	"assets/linux/a.b.C.xml":          `<mime-info><mime-type type="application/x-c"/></mime-info>`,
	"main.go":                         "// Command lacuna.\npackage main\nimport (\"os\"; _ \"lacuna/internal/cli\")\nfunc main() { os.Exit(0) }\n",
	"window.go":                       "//go:build !headless\n\npackage main\nimport (\"fyne.io/fyne/v2\"; \"fyne.io/fyne/v2/app\")\nvar _ = app.New\nfunc do(f func()) { fyne.Do(f) }\n",
	"internal/cli/cli.go":             "// Package cli is the command line.\npackage cli\nimport (\"time\"; _ \"lacuna/impute\")\nvar start = time.Now()\n",
	"impute/impute.go":                "// Package impute fills.\npackage impute\nfunc register(n string) int { return 0 }\nfunc scale() {}\n",
	"impute/mean.go":                  "package impute\nvar _ = register(\"mean\")\ntype mean struct{}\nfunc (mean) Fit() {}\nfunc (mean) Transform() { scale() }\n",
	"impute/mean_test.go":             "package impute_test\nimport (\"math/rand/v2\"; _ \"github.com/google/go-cmp/cmp\"; _ \"lacuna/impute\"; _ \"lacuna/impute/imputetest\")\nvar r = rand.New(rand.NewPCG(1, 2))\n",
	"ui/pane.go":                      "// Package ui shows.\npackage ui\nimport (_ \"fyne.io/fyne/v2/widget\"; _ \"lacuna/ui/vm\")\n",
	"ui/vm/vm.go":                     "// Package vm is what ui shows.\npackage vm\n",
	"out/a.go":                        "this is no source of ours",
	"internal/kernel/gen.go":          "//go:build ignore\n\npackage main\nimport \"os\"\nfunc main() { os.Exit(1) }\n",
}

// bad holds, for every rule, additions to the sound tree and the findings that
// they must cause, as place and breach.
var bad = map[string][]struct {
	add  tree
	want []string
}{
	"folders": {
		{tree{"pkg/x.txt": "", "pkg/y.txt": ""}, []string{"pkg: a new folder at the root"}},
	},
	"rooms": {
		{tree{"impute/bad.go": "package impute\nimport _ \"lacuna/models\"\n"}, []string{"impute/bad.go:2: impute imports models"}},
		{tree{"models/bad.go": "package models\nimport _ \"lacuna/impute\"\n"}, []string{"models/bad.go:2: models imports impute"}},
		{tree{"charts/bad.go": "package charts\nimport _ \"lacuna/models\"\n"}, []string{"charts/bad.go:2: charts imports models"}},
		{tree{"ui/vm/bad.go": "package vm\nimport _ \"lacuna/ui\"\n"}, []string{"ui/vm/bad.go:2: ui/vm imports ui"}},
		{tree{"dataset/bad_test.go": "package dataset\nimport _ \"lacuna/experiment\"\n"}, []string{"dataset/bad_test.go:2: dataset imports experiment"}},
		{tree{"internal/rng/bad.go": "package rng\nimport _ \"lacuna\"\n"}, []string{"internal/rng/bad.go:2: internal/rng imports ."}},
		{tree{"internal/attic/a.go": "package attic\n"}, []string{"internal/attic: this room is not on the floor plan"}},
		{tree{"ui/matrix/m.go": "package matrix\nimport (_ \"lacuna/ui/vm\"; _ \"lacuna/ui/theme\")\n"}, nil},
		{tree{"ui/matrix/m.go": "package matrix\nimport _ \"lacuna/ui\"\n"}, []string{"ui/matrix/m.go:2: ui/matrix imports ui"}},
	},
	"fences": {
		{tree{"models/bad.go": "package models\nimport _ \"gorgonia.org/gorgonia\"\n"}, []string{"models/bad.go:2: models/bad.go imports gorgonia.org/gorgonia"}},
		{tree{"ui/bad.go": "package ui\nimport _ \"fyne.io/fyne/v2/app\"\n"}, []string{"ui/bad.go:2: ui/bad.go imports fyne.io/fyne/v2/app"}},
		{tree{"main.go": "package main\nimport _ \"github.com/sqweek/dialog\"\n"}, []string{"main.go:2: main.go imports github.com/sqweek/dialog"}},
		{tree{"ui/vm/bad.go": "package vm\nimport _ \"fyne.io/fyne/v2\"\n"}, []string{"ui/vm/bad.go:2: ui/vm/bad.go imports fyne.io/fyne/v2"}},
		{tree{"charts/bad.go": "package charts\nimport _ \"fyne.io/fyne/v2/theme\"\n"}, []string{"charts/bad.go:2: charts/bad.go imports fyne.io/fyne/v2/theme"}},
		{tree{"dataset/bad.go": "package dataset\nimport (_ \"gonum.org/v1/gonum/mat\"; _ \"github.com/a/b\")\n"}, []string{"dataset/bad.go:2: dataset/bad.go imports github.com/a/b"}},
		{tree{"impute/bad_test.go": "package impute\nimport _ \"github.com/stretchr/testify/require\"\n"}, []string{"impute/bad_test.go:2: impute/bad_test.go imports github.com/stretchr/testify/require"}},
	},
	"calls": {
		{tree{"impute/bad.go": "package impute\nimport \"math/rand/v2\"\nvar x = rand.IntN(3)\n"}, []string{"impute/bad.go:3: uses rand.IntN"}},
		{tree{"impute/bad_test.go": "package impute\nimport r \"math/rand\"\nvar x = r.Perm(3)\n"}, []string{"impute/bad_test.go:3: uses r.Perm"}},
		{tree{"models/bad.go": "package models\nimport \"time\"\nvar x = time.Now()\n"}, []string{"models/bad.go:3: uses time.Now"}},
		{tree{"ui/bad_test.go": "package ui\nimport \"time\"\nfunc f() { time.Sleep(1) }\n"}, []string{"ui/bad_test.go:3: uses time.Sleep"}},
		{tree{"internal/cli/bad.go": "package cli\nimport (\"os\"; \"log\")\nfunc f() { os.Exit(1) }\nfunc g() { log.Fatalf(\"\") }\n"},
			[]string{"internal/cli/bad.go:3: uses os.Exit", "internal/cli/bad.go:4: uses log.Fatalf"}},
		{tree{"internal/nn/bad.go": "package nn\nimport \"gorgonia.org/gorgonia\"\nvar x = gorgonia.Dropout\n"}, []string{"internal/nn/bad.go:3: uses gorgonia.Dropout"}},
		{tree{"ui/bad.go": "package ui\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(nil) }\n"}, []string{"ui/bad.go:3: uses fyne.Do"}},
		{tree{"ui/bad_test.go": "package ui\nfunc f(t *T) { t.Parallel() }\n"}, []string{"ui/bad_test.go:2: runs a test in parallel"}},
		{tree{"ui/vm/good_test.go": "package vm\nfunc f(t *T) { t.Parallel() }\n"}, nil},
		{tree{"models/bad.go": "package models\nfunc f() { panic(\"t§odo: later\") }\nfunc g() { panic(\"rows differ\") }\n"}, []string{"models/bad.go:2: panics with \"t§odo: later\""}},
	},
	"names": {
		{tree{"impute/util/u.go": "package util\n"}, []string{"impute/util: package util"}},
		{tree{"models/nets/n.go": "package helpers\n"}, []string{"models/nets: package helpers"}},
	},
	"files": {
		{tree{"charts/two_words.go": "package charts\n", "charts/twowords_test.go": "package charts\n", "charts/page_linux.go": "package charts\n"},
			[]string{"charts/two_words.go: a file name of several words"}},
	},
	"size": {
		{tree{"charts/bad.go": "package charts\nfunc f() {\n" + strings.Repeat("\n", 59) + "}\nfunc g() {\n" + strings.Repeat("\n", 58) + "}\n"},
			[]string{"charts/bad.go:2: func f has 61 lines"}},
		{tree{"charts/bad.go": "package charts\n" + strings.Repeat("\n", 400), "charts/good.go": "package charts\n" + strings.Repeat("\n", 399)},
			[]string{"charts/bad.go: 401 lines"}},
		{tree{"charts/made.go": "// Code generated by hand. DO NOT EDIT.\n\npackage charts\n" + strings.Repeat("\n", 500)}, nil},
	},
	"documented": {
		{tree{"charts/bad.go": "package charts\n"}, []string{"charts: the package has no comment"}},
		{tree{"ui/bad.go": "package ui\nfunc F() {}\nfunc f() {}\ntype T[K any] struct{}\nfunc (*T[K]) M() {}\nfunc (t) M() {}\n"},
			[]string{"ui/bad.go:2: F has no doc comment", "ui/bad.go:4: T has no doc comment", "ui/bad.go:5: T.M has no doc comment"}},
		{tree{"ui/bad.go": "package ui\n// Said for all.\nconst (\nA = 1\nB = 2\n)\nvar (\nC = 1 // said\nD = 2\n)\n// Group.\ntype (\nE int\n)\n"},
			[]string{"ui/bad.go:13: E has no doc comment", "ui/bad.go:9: D has no doc comment"}},
		{tree{"charts/only_test.go": "package charts\n"}, nil},
	},
	"registered": {
		{tree{"impute/two.go": "package impute\nvar _ = register(\"a\")\nvar _ = register(\"b\")\n"}, []string{"impute/two.go:3: registers 2 methods"}},
		{tree{"impute/lost.go": "package impute\ntype lost struct{}\nfunc (*lost) Fit() {}\nfunc (*lost) Transform() {}\n"},
			[]string{"impute/lost.go:3: lost has Fit and Transform but no method registers it"}},
		{tree{"impute/median.go": "package impute\nvar _ = register(\"median\")\nvar m mean\n"}, []string{"impute/median.go:3: uses mean of impute/mean.go"}},
		{tree{"models/net.go": "// Package models.\npackage models\nfunc Register(s string, f func() net) int { return 0 }\ntype net struct{}\nfunc (*net) Fit() {}\nfunc (*net) Predict() {}\n",
			"models/attention.go": "package models\nvar _ = Register(\"attention\", func() net { return net{} })\n"}, nil},
	},
	"spoken": {
		{tree{"charts/c.go": "package charts\nimport \"lacuna/internal/say\"\nfunc f() { g(\"no record is left\"); say.Text(\"a new chart\"); say.Text(\"the file \"+name+\" is lost\") }\nvar title = \"Of charts\"\n",
			"assets/lang/c.es.json": `{}`}, []string{`charts/c.go:3: "a new chart" has no translation in es`, `charts/c.go:3: "no record is left" is not said`,
			`charts/c.go:3: a sentence is put together of pieces`, `charts/c.go:4: "Of charts" has no translation in es`}},
		{tree{"charts/c.go": "package charts\nimport \"lacuna/internal/say\"\nvar x = say.Text(\"left out\")\n",
			"assets/lang/a.es.json": `{"left out": "omitido"}`, "assets/lang/b.es.json": `{"left out": "excluido"}`}, []string{`assets/lang/b.es.json: "left out" is said in another way in another file: excluido, omitido`}},
		{tree{"internal/rng/r.go": "package rng\n", "internal/learn/new/n.go": "package new\n"}, []string{"internal/learn/new: says words in one language, or in all?"}},
		{tree{"charts/c.go": "package charts\nimport \"lacuna/internal/say\"\nvar x = say.Form(\"%s of %d\", a, b)\n",
			"assets/lang/c.es.json": `{"%s of %d": "%[2]d: %[1]s", "lost": "perdido"}`}, []string{`assets/lang/c.es.json: "lost" stands nowhere in the source`}},
		{tree{"charts/c.go": "package charts\nimport \"lacuna/internal/say\"\nvar x = say.Form(\"%s of %d\"+\" %%\", a, b)\n",
			"assets/lang/c.es.json": `{"%s of %d %%": "%d %% de %s"}`}, []string{`assets/lang/c.es.json: "%d %% de %s" has other parts than "%s of %d %%"`}},
	},
	"leftovers": {
		{tree{"ui/bad.go": "package ui\n\n// TO§DO: later\n// it is not implem§ented\n// XX§X\n"},
			[]string{`ui/bad.go:3: says "TO§DO"`, `ui/bad.go:4: says "not implem§ented"`, `ui/bad.go:5: says "XX§X"`}},
		{tree{"Makefile": "all: # FIX§ME\n", "docs/a.md": "no TO§DO list in the docs rule"}, []string{`Makefile:1: says "FIX§ME"`}},
	},
	"machine": {
		{tree{"docs/a.md": "see /wo§rk/x\nor /tm§p/out\nor /us§r/bin\n"}, []string{`docs/a.md:1: says "/wo§rk/x"`, `docs/a.md:2: says "/tm§p/o"`}},
		{tree{"scripts/a.sh": "GOPROXY=https://proxy.§golang.org\n"}, []string{`scripts/a.sh:1: says "proxy.§golang.org"`}},
	},
	"packaging": {
		{tree{"FyneApp.toml": "ID = \"a.b.C\"\nName = \"C\"\nVersion = \"0.2.0\"\n"}, []string{`assets/linux/a.b.C.metainfo.xml: newest release is "0.1.0", want "0.2.0"`}},
		{tree{"assets/linux/a.b.C.desktop": "Icon=c\nStartupWMClass=D\nMimeType=text/plain;\n"},
			[]string{`assets/linux/a.b.C.desktop: Icon is "c", want "a.b.C"`, `assets/linux/a.b.C.desktop: StartupWMClass is "D", want "C"`, `assets/linux/a.b.C.desktop: does not open application/x-c`}},
		{tree{"FyneApp.toml": ""}, []string{"FyneApp.toml: is missing"}},
	},
}

func load(t *testing.T, trees ...tree) *Tree {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, tr := range trees {
		for name, text := range tr {
			fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "§", ""))}
		}
	}
	loaded, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// breaches runs one rule and returns its findings as "where: what".
func breaches(rule Rule, tr *Tree) []string {
	var out []string
	for _, f := range rule.Check(tr) {
		out = append(out, f.Where+": "+f.What)
	}
	return out
}

func TestSoundTreeHasNoFindings(t *testing.T) {
	for _, rule := range Rules() {
		if found := breaches(rule, load(t, sound)); found != nil {
			t.Errorf("%s: %q", rule.Name, found)
		}
	}
}

// TestEveryRuleCanFail keeps a rule from going blind.
func TestEveryRuleCanFail(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			if len(bad[rule.Name]) == 0 {
				t.Fatal("no bad tree proves that this rule can fail")
			}
			for _, c := range bad[rule.Name] {
				want := slices.Clone(c.want)
				for i := range want {
					want[i] = strings.ReplaceAll(want[i], "§", "")
				}
				if diff := cmp.Diff(want, breaches(rule, load(t, sound, c.add))); diff != "" {
					t.Errorf("with %q (-want +got):\n%s", slices.Sorted(maps.Keys(c.add)), diff)
				}
			}
		})
	}
}

func TestFindingsSayWhy(t *testing.T) {
	for _, rule := range Rules() {
		for _, c := range bad[rule.Name] {
			for _, f := range rule.Check(load(t, sound, c.add)) {
				if f.Where == "" || f.What == "" || len(strings.Fields(f.Why)) < 4 {
					t.Errorf("%s: %+v", rule.Name, f)
				}
			}
		}
	}
}

func TestUnreadableSourceIsAnError(t *testing.T) {
	_, err := Load(fstest.MapFS{"a.go": {Data: []byte("package")}})
	if err == nil || !strings.Contains(err.Error(), "a.go") {
		t.Errorf("got %v, want an error that names a.go", err)
	}
}
