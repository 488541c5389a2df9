package table

import (
	"bytes"
	"strings"

	"lacuna/dataset"
)

// missingAlways are the strings that stand for missing in every column that is
// no free text, as pandas has them.
var missingAlways = map[string]bool{
	"#N/A": true, "#N/A N/A": true, "#NA": true, "-1.#IND": true, "-1.#QNAN": true, "-NaN": true, "-nan": true,
	"1.#IND": true, "1.#QNAN": true, "<NA>": true, "N/A": true, "NA": true, "NULL": true, "NaN": true, "None": true,
	"n/a": true, "nan": true, "null": true,
}

// missingWords are further words, in lower case and in ASCII, that stand for
// missing where the others are numbers or dates.
var missingWords = setOf("na", "n.a.", "n.a", "n/a", "n\\a", "nd", "n.d.", "n/d", "nan", "nat", "none", "null", "nil", "nill", "void",
	"missing", "miss", "unknown", "unk", "unkn", "unspecified", "undefined", "undetermined", "indeterminate", "invalid", "error", "empty", "blank",
	"not available", "not applicable", "not done", "not measured", "not detected", "not determined", "not tested", "not reported", "not recorded",
	"not known", "not found", "no data", "nodata", "no value", "no result", "unavailable", "pending", "tbd", "nr", "n/r", "nf", "nm", "ns", "qns",
	"?", "??", "???", ".", "..", "...", "-", "--", "---", "----", "*", "**", "***", "/", "//", "x", "xx", "xxx", "_", "__", "#", "##", "####", "\\n", "''", `""`,
	"#n/a", "#na", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#error!", "#calc!", "#spill!", "#getting_data", "err", "err:502",
	"<na>", "<null>", "<none>", "<missing>", "(null)", "(none)", "(blank)", "(missing)", "(empty)", "[null]", "[missing]", "nan()", "nan(ind)",
	"<lod", "<loq", "<dl", "<mdl", "<rl", "<lloq", "< lod", "< loq", "< dl", ">uloq", ">loq", "lod", "loq", "bdl", "bql", "blq", "blod", "bloq", "below lod", "below detection",
	"k.a.", "keine angabe", "unbekannt", "fehlt", "inconnu", "desconocido", "sconosciuto", "onbekend")

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// missingInNumbers says whether a word stands for missing among numbers.
func missingInNumbers(cell string) bool {
	const longestWord = 24
	if cell == "" || missingAlways[cell] {
		return true
	}
	return len(cell) <= longestWord && missingWords[strings.ToLower(foldSigns(cell))]
}

// codes are the words and numbers that are declared for one column.
type codes struct {
	missing map[string]bool // words that stand for missing
	numbers []float64       // those of them that are numbers
	values  map[string]bool // words that are values though they look missing
}

// codesOf collects what a request declares for a column.
func (t *Table) codesOf(name string, own []string) codes {
	c := codes{}
	add := func(set *map[string]bool, word string) {
		if *set == nil {
			*set = map[string]bool{}
		}
		(*set)[word] = true
	}
	missing := append(declared(t.request.Missing, t.File, name), own...)
	for _, w := range missing {
		add(&c.missing, w)
		if r := parse([]byte(w), '.'); r.class == aNumber && r.prefix+r.suffix == "" {
			c.numbers = append(c.numbers, r.x)
		}
	}
	for _, w := range declared(t.request.Values, t.File, name) {
		add(&c.values, w)
	}
	return c
}

// declared returns the codes of a list that hold for a column: "CODE", or
// "COLUMN=CODE" with a column that may have its file before it, "*" being all of
// a file.
func declared(list []string, file, name string) []string {
	var codes []string
	for _, entry := range list {
		code, ok := "", false
		for _, column := range []string{name, file + ":" + name, file + ":" + dataset.AllFeatures} {
			if code, ok = strings.CutPrefix(entry, column+"="); ok {
				break
			}
		}
		if ok || !strings.Contains(entry, "=") {
			codes = append(codes, trim(code))
		}
	}
	return codes
}

// mayMiss is a quick look at a cell that cannot stand for missing in a column
// of words, unless it says so.
func (c *codes) mayMiss(cell []byte) bool {
	const longestWord = 8
	return c.missing != nil || len(cell) <= longestWord && bytes.IndexByte([]byte("#-1<Nn"), cell[0]) >= 0
}

// isMissing says whether a word is a declared code, or one that always stands
// for missing and is not declared a value.
func (c *codes) isMissing(cell string) bool {
	return cell == "" || c.missing[cell] || len(cell) <= 8 && missingAlways[cell] && !c.values[cell]
}

// isCode says whether a number is a declared code.
func (c *codes) isCode(x float64) bool {
	for _, y := range c.numbers {
		if x == y {
			return true
		}
	}
	return false
}
