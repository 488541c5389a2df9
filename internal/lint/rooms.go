package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// room is one row of the table of who may know whom.
type room struct {
	folder string
	knows  []string // rooms it may import, exactly
	why    string
}

// Rooms that stand at the bottom: nearly everybody may import them.
var ground = []string{"internal/rng", "internal/param", "dataset"}

// words is the room that every other may import, as it may the standard library:
// what people read is said through it.
const words = "internal/say"

// core is what the two faces and the project file are made of.
var core = slices.Concat(ground, []string{
	"internal/job", "dataset/format", "dataset/feature", "dataset/query", "experiment", "experiment/fitted", "experiment/metric", "experiment/missingness", "experiment/result", "impute", "models",
})

// floorPlan is the picture in docs/ARCHITECTURE.md as a table. The imports of
// tests count too, except that a test may import its own room and the
// conformance suites.
var floorPlan = []room{
	{".", slices.Concat(core, []string{"project", "charts", "ui", "ui/vm", "internal/cli", "internal/speaker", "docs/guide", "assets", "assets/gallery", "assets/sample"}),
		"main is the composition root: it joins the faces to the core and does no work of its own"},
	{"ui", slices.Concat(core, []string{"project", "charts", "charts/canvas", "ui/vm", "ui/*", "docs/guide", "assets", "assets/gallery", "assets/sample"}),
		"widgets hold no logic: they show view models, and only the core computes"},
	{"ui/*", slices.Concat(core, []string{"project", "charts", "charts/canvas", "ui/vm", "ui/*", "docs/guide", "assets", "assets/gallery", "assets/sample"}),
		"widgets hold no logic: they show view models, and only the core computes"},
	{"ui/vm", slices.Concat(core, []string{"project", "charts", "charts/canvas", "internal/away", "internal/cluster", "internal/report", "internal/shell", "internal/file", "docs/guide", "assets", "assets/gallery", "assets/sample"}),
		"view models know the core but no widget, so that they are tested without a window"},
	{"internal/cli", slices.Concat(core, []string{"project", "charts", "charts/canvas", "internal/away", "internal/report", "internal/cluster", "internal/shell", "internal/file", "docs/guide", "assets", "assets/gallery", "assets/sample", "experiment/leaks"}),
		"the command line is the other face over the same core; it never sees the window or the engine"},
	{"project", slices.Concat(ground, []string{"dataset/format", "experiment", "experiment/metric", "experiment/result", "internal/job"}),
		"a project file names methods, it does not run them: running belongs to experiment"},
	{"internal/report", []string{"dataset", "dataset/format/table", "experiment", "experiment/metric", "experiment/missingness", "experiment/result", "charts", "charts/canvas"},
		"a report is a function of a finished study, so that any face can write the same one; it opens and runs nothing"},
	{"charts", []string{"dataset", "experiment/metric", "experiment/result", "charts/canvas"},
		"a chart is a function of finished tables, so that it can be drawn again without its method"},
	{"charts/canvas", []string{"internal/file"},
		"pens, labels and files know lengths and colours, not datasets or results"},
	{"experiment", slices.Concat(ground, []string{"internal/job", "internal/kernel", "internal/saved", "dataset/format", "dataset/feature", "experiment/fitted", "experiment/metric", "experiment/result", "impute", "models", "models/program"}),
		"the runner joins data, methods and metrics; faces, charts and project files stand above it"},
	{"experiment/fitted", slices.Concat(ground, []string{"internal/job", "internal/kernel", "internal/saved", "dataset/feature", "impute", "models"}),
		"a fitted method knows its parts and no protocol, so that it can leave the study that it is from"},
	{"experiment/leaks", []string{"dataset", "dataset/feature", "experiment", "experiment/metric", "experiment/result", "impute", "models", "internal/job", "internal/rng"},
		"leaky pipelines stand in a room of their own, which only the command that demonstrates them knows: no comparison can use them"},
	{"experiment/missingness", []string{"dataset", "dataset/feature", "experiment", "experiment/metric", "experiment/result", "internal/job", "internal/rng"},
		"a diagnosis is a comparison whose label is the absence of a modality, and tests beside it; it stands above the protocol"},
	{"experiment/metric", []string{"dataset", "experiment/result", "internal/rng"},
		"metrics are pure functions of results"},
	{"experiment/result", []string{"dataset"},
		"results are pure data, which everybody may read"},
	{"impute", slices.Concat(ground, []string{"internal/job", "internal/encode", "internal/nn", "internal/kernel", "internal/learn", "internal/learn/*", "internal/registry", "internal/saved"}),
		"methods never import each other's registries, and never the protocol that judges them"},
	{"impute/imputetest", slices.Concat(ground, []string{"internal/job", "internal/saved", "internal/saved/savedtest", "impute"}),
		"the conformance suite sees an imputer as any user does"},
	{"models", slices.Concat(ground, []string{"internal/job", "internal/encode", "internal/nn", "internal/kernel", "internal/learn", "internal/learn/*", "internal/registry", "internal/saved"}),
		"methods never import each other's registries, and never the protocol that judges them"},
	{"models/program", slices.Concat(ground, []string{"internal/job", "internal/saved", "models"}),
		"a program of somebody's own sees what any model sees"},
	{"models/modelstest", slices.Concat(ground, []string{"internal/job", "internal/saved", "internal/saved/savedtest", "models"}),
		"the conformance suite sees a model as any user does"},
	{"internal/learn", []string{"dataset", "internal/job", "internal/kernel", "internal/rng"},
		"what learners share knows views and numbers, no learner and no method"},
	{"internal/learn/*", []string{"dataset", "internal/job", "internal/kernel", "internal/learn", "internal/rng"},
		"a learner works on bare tables, so that imputers and models can both call it; it knows no method, no form and no other learner"},
	{"dataset", []string{"internal/rng"},
		"records and their presence are the ground that all else stands on"},
	{"dataset/query", []string{"dataset"},
		"a query is asked of records and their presence; what methods predict of them is handed in"},
	{"dataset/format", []string{"internal/folder", "dataset", "dataset/feature", "dataset/format/record", "dataset/format/layout", "dataset/format/table", "dataset/format/media", "dataset/format/array"},
		"readers make datasets; they know no method and no experiment"},
	{"dataset/format/record", []string{"dataset", "dataset/format/layout", "dataset/format/table", "dataset/format/media", "dataset/format/array"},
		"records are joined from what a layout found; files and cells are read below"},
	{"dataset/format/layout", []string{"dataset", "dataset/format/table", "dataset/format/media", "dataset/format/array"},
		"a layout finds tables and files; what their columns mean is decided above"},
	{"dataset/format/table", []string{"dataset"},
		"a table is lines, cells and columns; it knows no modality and no record"},
	{"dataset/format/media", []string{"dataset", "dataset/feature"},
		"media become numbers and texts; tables and records are other rooms"},
	{"dataset/format/array", nil,
		"a file of arrays holds names and numbers, nothing more"},
	{"dataset/feature", []string{"internal/rng", "internal/param", "internal/job", "internal/kernel", "internal/saved", "dataset"},
		"features are fitted on datasets; they know no method and no experiment"},
	{"docs/guide", nil,
		"the guide is pages of text"},
	{"assets", []string{"assets/sample"},
		"assets are embedded bytes"},
	{"assets/gallery", []string{"internal/rng", "internal/folder", "dataset", "dataset/format", "experiment", "project"},
		"a lesson is data from a seed and the comparison to run on them; it runs nothing itself"},
	{"assets/sample", []string{"internal/rng", "internal/folder", "dataset", "dataset/format"},
		"the sample is made from a seed alone and read back like any other folder of files"},
	{"internal/encode", []string{"dataset", "internal/job", "internal/nn", "internal/rng"},
		"encoders and decoders serve imputers and models alike, and so know neither"},
	{"internal/nn", []string{"internal/job", "internal/kernel", "internal/rng", "internal/saved"},
		"the engine knows numbers, not datasets or methods"},
	{"internal/nn/nntest", nil,
		"a stopwatch knows steps, not what they train"},
	{"internal/kernel", nil,
		"kernels are arithmetic on slices and import nothing of ours"},
	{"internal/kernel/gen", nil,
		"a generator of assembly is run by hand, in a module of its own, and is linked into nothing"},
	{"internal/job", []string{"internal/rng"},
		"the surroundings of a job are handed down to every room and so know none"},
	{"internal/param", nil,
		"parameters are data that forms, flags and documents are made of"},
	{"internal/saved", nil,
		"a state is numbers and words; what they mean knows the method that they are from"},
	{"internal/saved/savedtest", []string{"internal/rng", "internal/saved"},
		"files are damaged without knowing what they hold"},
	{"internal/registry", nil,
		"a list of what registers itself holds anything"},
	{"internal/shell", nil,
		"a shell is given words, whatever they name"},
	{"internal/cluster", []string{"internal/shell"},
		"a scheduler is given a program, a path and a number of tasks; what they do is not its business"},
	{"internal/away", slices.Concat(ground, []string{"experiment", "internal/cluster", "project"}),
		"both faces hand a project over in one way; how it is shown and asked for is theirs"},
	{"internal/folder", []string{"dataset"},
		"a folder is made whole or not at all, whatever is in it"},
	{"internal/file", nil,
		"a file is written whole or not at all, whatever is in it"},
	{"internal/speaker", nil,
		"a loudspeaker takes samples, whatever they are of"},
	{"internal/say", nil,
		"every room has something to say, and words know of none"},
	{"internal/rng", nil,
		"seeds stand at the bottom"},
	{"internal/lint", nil,
		"the rules look at the source from outside"},
	{"internal/contributing", nil,
		"an example of a document is tried whatever it is of"},
	{"internal/windowtest", nil,
		"the real window is driven from outside, as a person does"},
}

// suites are test-only rooms that tests of the room above may import.
var suites = []string{"impute/imputetest", "models/modelstest", "internal/learn/learntest", "internal/saved/savedtest", "internal/nn/nntest", "internal/contributing"}

// roomImports reports imports between our rooms that the floor plan does not
// grant, and rooms that it does not know.
func roomImports(t *Tree) []Finding {
	var found []Finding
	for folder, files := range t.rooms() {
		plan, ok := planOf(folder)
		if !ok {
			found = append(found, Finding{folder, "this room is not on the floor plan",
				"say in internal/lint/rooms.go whom it may know, and why it exists in docs/ARCHITECTURE.md"})
			continue
		}
		for _, f := range files {
			found = append(found, t.strangers(f, plan)...)
		}
	}
	return sorted(found)
}

// strangers returns the imports of one file that its room may not know.
func (t *Tree) strangers(f *File, plan room) []Finding {
	var found []Finding
	for _, im := range t.imports(f) {
		target, ours := ownRoom(im.path)
		if !ours || grants(plan, target) || f.Test && (target == f.Room() || slices.Contains(suites, target)) {
			continue
		}
		found = append(found, Finding{im.where, fmt.Sprintf("%s imports %s", f.Room(), target), plan.why})
	}
	return found
}

// planOf returns the row for a folder: its own, or that of its parent's star.
func planOf(folder string) (room, bool) {
	for _, name := range []string{folder, path.Dir(folder) + "/*"} {
		if i := slices.IndexFunc(floorPlan, func(r room) bool { return r.folder == name }); i >= 0 {
			return floorPlan[i], true
		}
	}
	return room{}, false
}

// grants reports whether the row lets its room import target.
func grants(plan room, target string) bool {
	return target == words || slices.Contains(plan.knows, target) ||
		slices.Contains(plan.knows, path.Dir(target)+"/*") && target != path.Dir(target)
}

// ownRoom returns the folder of an import path of this module.
func ownRoom(importPath string) (folder string, ours bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}
