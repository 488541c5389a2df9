package vm

import (
	"regexp"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// controls are what the window calls what flags of the command line decide.
var controls = map[string]string{
	"split-column": "Split", "group": "Groups", "kind": "Kinds of columns", "modality": "modalities", "import": "decisions",
	"seeds": "Repetitions", "masked-complete": "Case mix", "stress": "Stress test", "delta": "Shifted imputations", "imputations": "Imputations",
	"tune": "Settings tried", "split": "Split", "mechanism": "Hide as well", "rate": "Hide as well", "mask": "Hide as well", "method": "Add a method",
}

// phrases are said in the window in words of their own, before single flags are.
var phrases = strings.NewReplacer(
	"compare with a stress test (--stress) or with --sweep-patterns", "tick “Stress test” and compare",
	"compare with a stress test (--stress) or with --sweep-rates", "tick “Stress test” and compare",
	"compare with --delta, or tick Shifted imputations in the protocol", "tick “Shifted imputations” in the protocol and compare",
	" (lacuna compare --keep-models)", " with the command line",
)

// asCommand is an aside that names a command; flag is a flag with what may be its
// value, in quotes or a word.
var (
	asCommand = regexp.MustCompile(` \(lacuna [^)]*\)`)
	command   = regexp.MustCompile(`\blacuna [a-z]`)
	flag      = regexp.MustCompile(`--([a-z][a-z-]*[a-z])(?:[ =]('[^']*'|"[^"]*"|[^\s;,()]+))?`)
)

// valueless are flags that have no value, and verbs are words behind a flag that are
// none.
var (
	valueless = []string{"masked-complete", "stress", "tune", "sweep-patterns", "sweep-rates", "sweep-apart", "help", "strict", "keep-models", "mix-subjects", "programs"}
	verbs     = "says leaves leave names chooses reads keeps makes takes otherwise to or and as in does with the"
)

// placeholders stand for what people have to write in their place.
const placeholders = "COLUMN METHOD NAME CODE FILE FILE:COLUMN=category"

func placeholder(word string) bool { return amongst(placeholders, word) }

// amongst says whether a word is one of a list, in English or as it is spoken.
func amongst(list, word string) bool {
	return slices.Contains(strings.Fields(list), word) || slices.Contains(strings.Fields(say.Text(list)), word)
}

// InWindow says in words of the window what lower rooms say for the command
// line: “Leave out: age” instead of --drop age. Flags of things that the window
// has no control for are left as they are, said to be of the command line.
func InWindow(words string) string {
	if !strings.Contains(words, "--") && !strings.Contains(words, "(lacuna ") {
		return words
	}
	words = asCommand.ReplaceAllString(phrases.Replace(words), "")
	whole := ""
	if at := command.FindStringIndex(words); at != nil { // a command stays one
		words, whole = words[:at[0]], words[at[0]:]
	}
	return flag.ReplaceAllStringFunc(words, spoken) + whole
}

// spoken says one flag with its value.
func spoken(found string) string {
	m := flag.FindStringSubmatch(found)
	title, tail := controlOf(m[1]), ""
	if title == "" {
		return say.Form("%s of the command line", found)
	}
	value, quoted := strings.Trim(m[2], `'"`), strings.ContainsAny(m[2], `'"`)
	if slices.Contains(valueless, m[1]) || amongst(verbs, value) {
		value, tail = "", strings.TrimPrefix(found, "--"+m[1])
	}
	if end := strings.TrimRight(value, ".:"); !quoted && end != value { // the end of a sentence
		value, tail = end, value[len(end):]
	}
	if value == "" || !quoted && placeholder(value) {
		return "“" + title + "”" + tail
	}
	return "“" + title + ": " + value + "”" + tail
}

// controlOf is the title of what a flag decides: that of a decision of reading,
// or of a control of the comparison; empty where the window has none.
func controlOf(name string) string {
	if title, ok := controls[name]; ok {
		return say.Text(title)
	}
	for _, d := range decisionList {
		if d.key == name {
			return say.Text(d.title)
		}
	}
	return ""
}
