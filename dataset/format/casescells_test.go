package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// column is a table of twenty records in which crp is written by a pattern, and
// some of its cells otherwise. The numbers are those of the records but for the
// last, as they are measurements and no row numbers.
func column(pattern string, odd ...string) map[string]string {
	row := "p%02[1]d;" + pattern + ";%[1]d"
	content := lines("id;crp;wbc", 19, row) + strings.Replace(fmt.Sprintf(row, 29), "p29", "p20", 1) + "\n"
	for k, cell := range odd {
		all := strings.Split(content, "\n")
		parts := strings.Split(all[3*k+3], ";")
		parts[1] = cell
		all[3*k+3] = strings.Join(parts, ";")
		content = strings.Join(all, "\n")
	}
	return map[string]string{"blood.csv": content, "labels.csv": labels(20)}
}

// commas is the same with commas between cells.
func commas(pattern string, odd ...string) map[string]string {
	files := column(pattern, odd...)
	files["blood.csv"] = strings.ReplaceAll(files["blood.csv"], ";", ",")
	return files
}

// oddWord is what is right of a number column with a word in record p03.
const oddWord = `records 20
	blood table 20: crp wbc
	blood p03 crp = missing
	blood p04 crp = 14.5
	says `

func TestWordsAmongNumbers(t *testing.T) {
	var list []situation
	for _, word := range []string{"na", "n.a.", "none", "NONE", "missing", "Missing", "unknown", "-", "--", "*", "..", `\N`, "(null)", "#DIV/0!", "#VALUE!",
		"#REF!", "NaT", "nil", "not available", "ND", "not tested", "fehlt"} {
		list = append(list, situation{name: "twice " + word, files: commas("1%[1]d.5", word, word),
			want: oddWord + "crp + 2 + " + word + "\nblood p06 crp = missing"})
	}
	for _, word := range []string{"NA", "N/A", "NaN", "nan", "null", "NULL", "None", "<NA>", "#N/A", "?", ".", "", " ", "inf", "-inf", "1e999"} {
		list = append(list, situation{name: "always missing: " + word, files: commas("1%[1]d.5", word), want: "records 20\nblood table 20: crp wbc\nblood p03 crp = missing\nblood p04 crp = 14.5"})
	}
	list = append(list,
		situation{name: "once, unreadable", files: commas("1%[1]d.5", "haemolytic"), want: oddWord + "crp + haemolytic"},
		situation{name: "several words", files: commas("1%[1]d.5", "NAN", "#VALUE!", "Na"), want: "blood table 20: crp wbc\nblood p03 crp = missing\nblood p06 crp = missing\nblood p09 crp = missing"},
		situation{name: "a word in most cells", files: map[string]string{"blood.csv": lines("id,crp,wbc", 20, "p%02[1]d,1%[1]d.5,%[1]d") + strings.ReplaceAll(lines("", 40, "q%02[1]d,unknown,%[1]d"), "\n\n", "\n")[1:]},
			want: "records 60\nblood table 60: crp wbc\nblood p02 crp = 12.5\nblood q02 crp = missing\nsays crp + 40 + unknown"},
		situation{name: "a range", files: commas("1%[1]d.5", "10-20"), want: oddWord + "crp + 10-20"},
		situation{name: "below and above a limit", files: commas("1%[1]d.5", "<5", ">200"), want: "blood table 20: crp wbc\nblood p03 crp = 5\nblood p06 crp = 200\nsays crp + limit + 2"},
		situation{name: "None and NA as words of a category", files: commas("mild", "None", "None", "severe", "severe", "NA", "NA"), want: "blood table 20: crp wbc\nblood p04 crp = mild\nblood p09 crp = severe\nsays crp + None"},
		situation{name: "a code given everywhere", files: commas("1%[1]d.5", "-999", "-999"), imp: dataset.Import{Missing: []string{"-999"}}, want: "blood table 20: crp wbc\nblood p03 crp = missing\nblood p04 crp = 14.5"},
		situation{name: "a code given for a column", files: commas("1%[1]d.5", "5"), imp: dataset.Import{Missing: []string{"crp=5"}}, want: "blood p03 crp = missing\nblood p05 wbc = 5"},
		situation{name: "a missing word that is a value", files: commas("mild", "None", "None"), imp: dataset.Import{Values: []string{"crp=None"}}, want: "blood p03 crp = None\nblood p04 crp = mild"},
	)
	checkSituations(t, list)
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	tests := []struct {
		name, pattern string
		x             float64 // of record p12
		semicolons    bool
	}{
		{"decimal comma between semicolons", "%[1]d,25", 12.25, true},
		{"quoted decimal comma between commas", `"%[1]d,25"`, 12.25, false},
		{"points that group, and a comma", "1.1%02[1]d,51", 1112.51, true},
		{"per cent", "%[1]d%%", 12, false},
		{"a unit", "%[1]d mg", 12, false},
		{"a currency", `"$1,1%02[1]d"`, 1112, false},
		{"euros", "1%02[1]d,50 \u20ac", 112.5, true},
		{"apostrophes that group", "1'2%02[1]d.5", 1212.5, false},
		{"no-break blanks that group", "1\u00a00%02[1]d", 1012, false},
		{"thin blanks that group", "1\u202f0%02[1]d", 1012, false},
		{"a no-break blank behind", "%[1]d\u00a0", 12, false},
		{"commas that group in quotes", `"1,5%02[1]d"`, 1512, false},
		{"Fortran", "%[1]d.0D+03", 12000, false},
		{"full width", "\uff11%[1]d", 112, false},
		{"Excel's text", `="%[1]d"`, 12, false},
		{"a Unicode minus", "\u2212%[1]d.5", -12.5, false},
		{"an exponent", "%[1]de-3", 0.012, false},
		{"underscores", "1_0%02[1]d", 1012, false},
		{"hexadecimal", "0x%[1]x", 12, false},
		{"a plus", "+%[1]d.5", 12.5, false},
		{"zeros in front", "00%[1]d", 12, false},
	}
	var list []situation
	for _, tt := range tests {
		files := column(tt.pattern)
		if !tt.semicolons {
			files["blood.csv"] = strings.ReplaceAll(files["blood.csv"], ";", ",")
		}
		list = append(list, situation{name: tt.name, files: files, want: fmt.Sprintf("records 20\nblood table 20: crp wbc\nnumber blood p12 crp %v", tt.x)})
	}
	checkSituations(t, append(list,
		situation{name: "flags behind some", files: commas("1%[1]d.5", "12*", "13 H"), want: "blood table 20: crp wbc\nnumber blood p04 crp 14.5\nsays crp"},
		situation{name: "thousands or decimals?", files: column("1,%03[1]d"), want: "records 20\nsays 1,001 + can mean + --decimal"},
		situation{name: "a large whole number stays", files: commas("9007199254741%03[1]d"), want: "records 20\nmodalities blood\nblood table 20: wbc\nsays crp + digits"},
	))
}

func TestKindsOfColumn(t *testing.T) {
	turn := func(words string) string { // in turn
		list := strings.Fields(words)
		content := "id,crp,wbc\n"
		for i := range 20 {
			content += fmt.Sprintf("p%02d,%s,%d.5\n", i+1, list[i%len(list)], i)
		}
		return content
	}
	kinds := func(content, want string) situation {
		return situation{files: map[string]string{"blood.csv": content, "labels.csv": labels(20)}, want: "records 20\n" + want}
	}
	list := []situation{
		kinds(turn("red green blue"), "blood table 20: crp wbc\nblood p02 crp = green\nblood p03 crp = blue"),
		kinds(turn("True False False"), "blood table 20: crp wbc\nblood p01 crp = True\nblood p02 crp = False"),
		kinds(turn("Y N Y"), "blood table 20: crp wbc\nblood p02 crp = N"),
		kinds(turn("2021-01-05 2021-02-06 2022-03-07"), "blood table 20: crp wbc\nblood p03 crp = 2022-03-07\nnumber blood p02 crp 32\nsays crp + date"),
		kinds(turn("05.01.2021 26.02.2021 07.03.2022"), "blood p02 crp = 26.02.2021\nnumber blood p02 crp 52"),
		kinds(turn("01/25/2021 02/06/2021 03/17/2022"), "blood p03 crp = 03/17/2022\nnumber blood p02 crp 12"),
		kinds(turn("1234567 1000000 55"), "blood p01 crp = 1234567\nblood p02 crp = 1000000"),
		kinds(turn("1.50 2.25 3.10"), "blood p01 crp = 1.50\nblood p03 crp = 3.10"),
		kinds(turn("00123 00045 01000"), "blood p01 crp = 00123"),
		kinds(lines("id,crp,city", 20, "p%02[1]d,%[1]d.5,town%[1]d"), "blood table 20: crp\nsays city"),
		kinds(lines("id,crp,empty", 20, "p%02[1]d,%[1]d.5,"), "blood table 20\nblood p03 crp = 3.5"),
		kinds(lines("id,crp,note", 20, "p%02[1]d,%[1]d.5,the patient slept %[1]d hours"), "modalities blood note\nblood table 20: crp\nnote text 20\nnote p03 = the patient slept 3 hours"),
	}
	for k, name := range []string{"words", "true and false", "yes and no", "dates", "German dates", "American dates", "whole numbers", "two decimals", "codes with zeros",
		"a different word in each record", "an empty column", "sentences beside numbers"} {
		list[k].name = name
	}
	checkSituations(t, list)
}

func TestFlagsBehindNumbers(t *testing.T) {
	flagged := commas("%[1]d.5", "9 H", "7.5 L", "8*", "6.5 (H)", "20 HH")
	checkSituations(t, []situation{
		{name: "among plain numbers", files: flagged, want: "records 20\nblood table 20: crp wbc\nnumber blood p03 crp 9\nnumber blood p06 crp 7.5\nnumber blood p09 crp 8\nnumber blood p12 crp 6.5\nnumber blood p15 crp 20\nsays crp + 5 numbers have a flag behind + 9 H"},
		{name: "in every cell", files: with(one("blood.csv", study("id,crp", 12, func(i int) string { return fmt.Sprintf("p%02d,%d %c", i+1, i+3, "HLN"[i%3]) })), one("labels.csv", labels(12))),
			want: "records 12\nblood table 12: crp\nnumber blood p01 crp 3\nnumber blood p02 crp 4\nsays 12 numbers have a flag"},
		{name: "the same in every cell is a unit", files: with(one("blood.csv", lines("id,vol", 12, "p%02[1]d,%[1]d L")), one("labels.csv", labels(12))), want: "records 12\nblood table 12: vol\nblood p03 vol = 3 L\nsilent"},
		{name: "two are no flags", files: commas("%[1]d.5", "9 H", "7.5 L"), want: "blood table 20: crp wbc\nblood p03 crp = missing\nsays 9 H + taken as missing"},
		{name: "other units are none", files: commas("%[1]d.5 kg", "9 lb", "7.5 lb", "8 lb"), want: "blood table 20: crp wbc\nblood p03 crp = missing\nblood p04 crp = 4.5 kg\nsays lb"},
		{name: "a flag that is declared missing", files: flagged, imp: dataset.Import{Missing: []string{"9 H"}}, want: "blood p03 crp = missing\nnumber blood p06 crp 7.5"},
		{name: "hours in the header", files: one("data.csv", study(",12 H,24 H", 12, func(i int) string { return fmt.Sprintf("p%02d,%d,%d", i+1, 200+i*7, 300-i*5) })), open: "data.csv",
			want: "records 12\n* table 12: 12 H 24 H\n* p02 12 H = 207"},
	})
}
