package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

func TestOddIDs(t *testing.T) {
	pair := func(one, other string) map[string]string {
		return map[string]string{"blood.csv": lines("id,crp", 12, one+",1%[1]d.5"), "urine.csv": lines("id,ph", 12, other+",%[1]d.25"), "labels.csv": lines("id,label", 12, one+",@")}
	}
	from0 := func(header, pattern string) string {
		var b strings.Builder
		b.WriteString(header + "\n")
		for i := range 12 {
			fmt.Fprintf(&b, pattern+"\n", i)
		}
		return b.String()
	}
	plain := pair("p%02[1]d", "p%02[1]d")
	na := with(plain, one("blood.csv", strings.Replace(plain["blood.csv"], "p05", "NA", 1)), one("urine.csv", strings.Replace(plain["urine.csv"], "p05", "NA", 1)),
		one("labels.csv", strings.Replace(plain["labels.csv"], "p05", "NA", 1)))
	checkSituations(t, []situation{
		{name: "counted from 0 and from 1", files: with(pair("%[1]d", "%[1]d"), one("urine.csv", from0("id,ph", "%[1]d,%[1]d.25"))),
			want: "records 13\nsays count from 0 to 11 + from 1 to 12 + shifted by one"},
		{name: "counted from 1 in both", files: pair("%[1]d", "%[1]d"), want: "records 12\nsilent"},
		{name: "called like missing", files: na, want: "records 12\nsays \"NA\" + stands for missing"},
		{name: "in single quotes in one table", files: pair("p%02[1]d", "'p%02[1]d'"), want: "records 12\nblood table 12\nurine table 12\nsays urine.csv + single quotes"},
		{name: "Cyrillic in one table", files: pair("p%02[1]d", "р%02[1]d"), want: "fails shares no id + look alike + --join letters"},
		{name: "Cyrillic in one id", files: with(plain, one("urine.csv", strings.Replace(plain["urine.csv"], "p05", "р05", 1))),
			want: "records 13\nsays 1 id is alike but for letters of other alphabets + --join letters"},
		{name: "Cyrillic in one id, joined", files: with(plain, one("urine.csv", strings.Replace(plain["urine.csv"], "p05", "р05", 1))), imp: dataset.Import{Join: []string{"letters"}},
			want: "records 12\nurine p05 ph = 5.25"},
		{name: "two alphabets in one id", files: pair("sр%02[1]d", "sр%02[1]d"), want: "records 12\nsays ids mix + \\u0440"},
	})
}

func TestPathsWithQueries(t *testing.T) {
	checkSituations(t, []situation{
		{name: "behind the name", files: edited(mixed, ".png", ".png?raw=1"), want: mixedRead + "image image 12\nsays 12 paths + query of an address + ?raw=1"},
		{name: "in a name", files: edited(with(mixed, one("img/p03.png?raw=1", "made 16 99")), "img/p03.png", "img/p03.png?raw=1"), want: "image image 11\nimage p03 is unsupported"},
		{name: "without ids", files: with(pictures(12, "img/p%02d.png"), one("index.csv", lines("path,age,label", 12, "img/p%02[1]d.png?v=2,3%[1]d,@"))),
			want: "records 12\nimage image 12\nsays query of an address"},
	})
}

func TestPartsThatDiffer(t *testing.T) {
	files := with(one("train.csv", lines("id,crp,wbc,alt,label", 12, "p%02[1]d,%[1]d.5,%[1]d.25,%[1]d.75,@")), one("test.csv", lines("id,crp,ph", 6, "q%02[1]d,%[1]d.5,%[1]d.25")))
	checkSituations(t, []situation{
		{name: "other columns", files: files, want: "fails columns differ + only train.csv has wbc, alt, label + only test.csv has ph + the same columns"},
		{name: "other columns, the same ids", files: with(files, one("test.csv", lines("id,crp,ph", 6, "p%02[1]d,%[1]d.5,%[1]d.25"))), want: "records 12\nsays columns differ + only test.csv has ph"},
		{name: "folders and names of parts", files: with(one("train/train.csv", lines("id,crp,label", 8, "p%02[1]d,%[1]d.5,@")), one("test/test.csv", lines("id,crp,label", 4, "q%02[1]d,%[1]d.5,@"))),
			want: "records 12\n* table 12: crp\nparts train=8 test=4"},
	})
}

func TestNULs(t *testing.T) {
	good := lines("id,crp,label", 12, "p%02[1]d,%[1]d.5,@")
	checkSituations(t, []situation{
		{name: "in one cell", files: one("a.csv", strings.Replace(good, "4.5", "4\x00.5", 1)), open: "a.csv", want: "records 12\n* p04 crp = missing\nsays NUL + first in line 5"},
		{name: "behind the end", files: one("a.csv", good+strings.Repeat("\x00", 500)), open: "a.csv", want: "records 12\n* p12 crp = 12.5\nsays 500 characters are NUL + line 14 + not written in whole"},
		{name: "in most places", files: one("a.csv", strings.ReplaceAll(good, ",", "\x00,\x00")), open: "a.csv", want: "fails no text file + NUL + line 1"},
		{name: "of a program", files: one("a.csv", "\x7fELF\x02\x01\x01\x00\x00\x03\x00"+good), open: "a.csv", want: "fails no text file"},
	})
}

func TestOddLabels(t *testing.T) {
	table := func(header, pattern string) map[string]string {
		return one("a.csv", study(header, 30, func(i int) string { return fmt.Sprintf(pattern, i, i%2, classWords[i%2], i*i%11) }))
	}
	checkSituations(t, []situation{
		{name: "dates", files: table("id,crp,label", "p%02[1]d,%[4]d.5,20%02[1]d-01-05"), open: "a.csv", want: "labelled 0\n* table 30: crp\nsays label + dates + no classes"},
		{name: "dates that are wanted", files: table("id,crp,label", "p%02[1]d,%[4]d.5,20%02[1]d-01-05"), open: "a.csv", imp: dataset.Import{Features: []string{"label"}}, want: "* table 30: crp label"},
		{name: "another whole number in each record", files: table("id,crp,label", "p%02[1]d,%[4]d.5,%[1]d7"), open: "a.csv", want: "labelled 0\nsays look like a quantity + 30 different"},
		{name: "another word in each record", files: with(one("blood.csv", lines("id,crp", 30, "p%02[1]d,%[1]d.5")), one("labels.csv", lines("id,label", 30, "p%02[1]d,w%[1]d"))),
			want: "labelled 30\nsays 30 different labels for 30 records"},
		{name: "a copy of 0 and 1", files: table("id,crp,copy,label", "p%02[1]d,%[4]d.5,%[2]d,%[2]d"), open: "a.csv", want: "* table 30: crp\nsays copy + the label once more + --feature copy"},
		{name: "a copy in words", files: table("id,crp,copy,label", "p%02[1]d,%[4]d.5,%[3]s,%[3]s"), open: "a.csv", want: "* table 30: crp\nsays copy + the label once more"},
		{name: "a copy that is wanted", files: table("id,crp,copy,label", "p%02[1]d,%[4]d.5,%[2]d,%[2]d"), open: "a.csv", imp: dataset.Import{Features: []string{"copy"}}, want: "* table 30: crp copy"},
		{name: "another value for each class", files: table("id,crp,other,label", "p%02[1]d,%[4]d.5,%[2]d,%[3]s"), open: "a.csv", want: "* table 30: crp other\nsays other + another value for each class + --drop other"},
	})
}

func TestColumnsOfNothing(t *testing.T) {
	checkSituations(t, []situation{
		{name: "in a table", files: one("a.csv", lines("id,crp,gone,label", 12, "p%02[1]d,%[1]d.5,,@")), open: "a.csv", want: "* table 12: crp gone\nsays gone + no value in any row + --drop gone"},
		{name: "in JSON", files: one("a.jsonl", lines("", 12, `{"id":"p%02[1]d","crp":%[1]d.5,"gone":null,"label":"@"}`)), open: "a.jsonl", want: "* table 12: crp gone\nsays gone + no value in any row"},
		{name: "units that differ", files: one("a.csv", study("id,crp,dose,label", 30, func(i int) string {
			return fmt.Sprintf("p%02d,%d.5,%d %s,%s", i, i*i%11, i%5, [2]string{"g", "ml"}[i%2], classWords[i*i%3%2])
		})), open: "a.csv", want: "says dose + different units + g + ml"},
	})
}
