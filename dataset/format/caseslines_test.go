package format_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// blood is a table of twelve records, read right in all these ways.
var blood = lines("id,crp,wbc", 12, "p%02[1]d,%[1]d.5,%[1]d0")

// read is what is right of it.
const read = `records 12
	modalities blood
	blood table 12: crp wbc
	classes no=6 yes=6
	blood p03 crp = 3.5
	blood p12 wbc = 120
	`

// beside puts a table beside twelve labels.
func beside(name, content string) map[string]string {
	return map[string]string{name: content, "labels.csv": labels(12)}
}

func replaced(old, new string) string { return strings.ReplaceAll(blood, old, new) }

func utf16Text(s string, order binary.ByteOrder, mark bool) string {
	if mark {
		s = "\ufeff" + s
	}
	var out bytes.Buffer
	_ = binary.Write(&out, order, utf16.Encode([]rune(s)))
	return out.String()
}

func gzipped(s string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return out.String()
}

func zipped(name, s string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create(name)
	_, _ = w.Write([]byte(s))
	_ = z.Close()
	return out.String()
}

var linesAsPeopleWriteThem = []situation{
	{name: "plain", files: beside("blood.csv", blood), want: read + "silent"},
	{name: "semicolons", files: beside("blood.csv", replaced(",", ";")), want: read},
	{name: "tabs", files: beside("blood.tsv", replaced(",", "\t")), want: read},
	{name: "bars", files: beside("blood.csv", replaced(",", "|")), want: read},
	{name: "tildes", files: beside("blood.csv", replaced(",", "~")), want: read},
	{name: "colons", files: beside("blood.csv", replaced(",", ":")), want: read},
	{name: "several blanks", files: beside("blood.csv", replaced(",", "   ")), want: read},
	{name: "doubled separators", files: beside("blood.csv", replaced(",", ";;")), want: read},
	{name: "a text file of tabs", files: beside("blood.txt", replaced(",", "\t")), want: read},
	{name: "a .dat file of tabs", files: beside("blood.dat", replaced(",", "\t")), want: read},
	{name: "gzip", files: beside("blood.csv.gz", gzipped(blood)), want: read},
	{name: "zip of one table", files: beside("blood.zip", zipped("blood.csv", blood)), want: read},
	{name: "byte-order mark before a quoted name", files: beside("blood.csv", "\ufeff\"id\""+blood[2:]), want: read},
	{name: "two byte-order marks", files: beside("blood.csv", "\ufeff\ufeff"+blood), want: read},
	{name: "zero-width blanks in names and ids", files: beside("blood.csv", replaced("p03", "\u200bp03\u200b")), want: read},
	{name: "carriage returns alone", files: beside("blood.csv", replaced("\n", "\r")), want: read},
	{name: "carriage returns with quotes", files: beside("blood.csv", strings.ReplaceAll(`"`+strings.ReplaceAll(strings.TrimSpace(replaced(",", `","`)), "\n", "\"\n\"")+`"`, "\n", "\r")), want: read},
	{name: "Windows line ends", files: beside("blood.csv", replaced("\n", "\r\n")), want: read},
	{name: "Ctrl-Z at the end", files: beside("blood.csv", blood+"\x1a"), want: read},
	{name: "empty lines", files: beside("blood.csv", replaced("p05", "\n\np05")+"\n\n"), want: read},
	{name: "UTF-16 with a mark", files: beside("blood.csv", utf16Text(blood, binary.LittleEndian, true)), want: read},
	{name: "UTF-16, big end first", files: beside("blood.csv", utf16Text(blood, binary.BigEndian, true)), want: read},
	{name: "UTF-16 without a mark", files: beside("blood.csv", utf16Text(blood, binary.LittleEndian, false)), want: read},
	{name: "blanks around cells", files: beside("blood.csv", replaced(",", " , ")), want: read},
	{name: "names in capitals", files: beside("blood.csv", replaced("id,", " ID ,")), want: read},
	{name: "sep= of Excel", files: beside("blood.csv", "sep=;\r\n"+replaced(",", ";")), want: read},
	{name: "sep= of Excel against the evidence", files: beside("blood.csv", "\"sep=,\"\n"+blood), want: read},
	{name: "# before the header", files: beside("blood.tsv", "#Sample"+strings.ReplaceAll(strings.Replace(blood, "id", "ID", 1), ",", "\t")), want: read},
	{name: "comments above the header", files: beside("blood.csv", "# measured by hand\n# units: mg/l\n"+blood), want: read},
	{name: "whole lines in quotes", files: beside("blood.csv", strings.ReplaceAll(`"`+strings.TrimSpace(blood)+`"`, "\n", "\"\n\"")), want: read},
	{name: "R's write.table without names of rows", files: beside("blood.csv", strings.Replace(replaced(",", " "), "id crp wbc", `"id" "crp" "wbc"`, 1)), want: read},
	{name: "R's write.table with names of rows", files: beside("blood.txt", strings.Replace(replaced(",", " "), "id crp wbc", `"crp" "wbc"`, 1)), want: read},
	{name: "a comma behind every line", files: beside("blood.csv", replaced("\n", ",\n")), want: read},
	{name: "a comma behind every line but the header", files: beside("blood.csv", strings.Replace(replaced("\n", ",\n"), "wbc,", "wbc", 1)), want: read},
	{name: "a repeated header", files: beside("blood.csv", replaced("p07,", "id,crp,wbc\np07,")), want: read + "says header + 1"},
	{name: "a line of units", files: beside("blood.csv", strings.Replace(blood, "\n", "\n,mg/l,1/nl\n", 1)), want: read + "says line"},
	{name: "no header", files: beside("blood.csv", strings.TrimPrefix(blood, "id,crp,wbc\n")), want: "records 12\nblood table 12\nsays header"},
	{name: "short lines", files: beside("blood.csv", strings.Replace(lines("id,crp,wbc,ldh", 12, "p%02[1]d,%[1]d.5,%[1]d0,7%[1]d"), ",71\n", "\n", 1)),
		want: "blood table 12: crp wbc ldh\nblood p01 crp = 1.5\nblood p01 wbc = 10\nblood p01 ldh = missing\nblood p02 ldh = 72\nsays 1 line"},
	{name: "a long line", files: beside("blood.csv", replaced("p05,", "p05,1,2,3,")), want: "records 12\nblood table 11: crp wbc\nblood p05 is no-row\nblood p06 crp = 6.5\nsays line"},
	{name: "a comma in a text without quotes", files: beside("text.csv", strings.Replace(lines("id,text", 12, "p%02[1]d,this is the text number %[1]d of many"), "this is the text number 4", "well, this", 1)), want: "text text 12\ntext p04 = well, this of many\ntext p05 = this is the text number 5 of many\nsays 1 line + p04"},
	{name: "columns of one name", files: beside("blood.csv", lines("id,crp,crp,wbc", 12, "p%02[1]d,%[1]d.5,%[1]d.7,%[1]d0")), want: "blood table 12\nblood p03 crp = 3.5\nsays crp"},
	{name: "a column without a name that is empty", files: beside("blood.csv", lines("id,crp,,wbc", 12, "p%02[1]d,%[1]d.5,,%[1]d0")), want: read},
	{name: "an unclosed quote", files: beside("text.csv", strings.Replace(lines("id,text,score", 20, `p%02[1]d,the sentence that is number %[1]d,%[1]d.25`), "p07,the", `p07,"the`, 1)), want: "records 20\nsays quote"},
	{name: "line ends in quotes", files: beside("text.csv", lines("id,text", 12, "p%02[1]d,\"slept well\nand long, %[1]d hours\"")), want: "records 12\ntext text 12\ntext p03 = slept well\\nand long, 3 hours"},
	{name: "single quotes", files: beside("text.csv", lines("id,text,score", 12, "p%02[1]d,'slept, and long, %[1]d hours',%[1]d.5")), want: "records 12\ntext p03 = slept, and long, 3 hours"},
	{name: "only a header", files: with(beside("blood.csv", "id,crp,wbc\n"), map[string]string{"urine.csv": lines("id,ph", 12, "p%02[1]d,6.%[1]d")}), want: "records 12\nurine table 12: ph\nblood p03 is no-row"},
	{name: "one blank line", files: with(beside("blood.csv", "\n"), map[string]string{"urine.csv": lines("id,ph", 12, "p%02[1]d,6.%[1]d")}), want: "records 12\nmodalities urine\nsays blood"},
	{name: "a header of two above lines of five", files: map[string]string{"blood.csv": lines("id,crp", 12, "p%02[1]d,1,2,3,%[1]d")}, want: "records 12\nsays id,crp + left out\nsays no header"},
	{name: "a third of the lines too long", files: beside("blood.csv", strings.NewReplacer("p02,", "p02,7,7,", "p05,", "p05,7,7,", "p08,", "p08,7,7,", "p11,", "p11,7,7,").Replace(blood)), want: "fails blood.csv + 4"},
	{name: "Windows-1252 beside UTF-8", files: map[string]string{
		"blood.csv": "id,gr\xf6\xdfe\nZo\xe9,150\nNo\xebl,151\nJos\xe9,152\nBj\xf6rn,154\nS\xf8ren,155\n",
		"scan.csv":  "id,vol\nZoé,100\nNoël,99\nJosé,98\nBjörn,97\nSøren,96\n"},
		want: "records 5\nblood table 5: größe\nblood Zoé größe = 150\nscan table 5\nsays blood.csv + windows-1252"},
}

func TestLinesAsPeopleWriteThem(t *testing.T) { checkSituations(t, linesAsPeopleWriteThem) }
