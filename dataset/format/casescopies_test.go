package format_test

import (
	"testing"

	"lacuna/dataset"
)

// good is two tables of twelve records and their labels.
var good = map[string]string{
	"blood.csv":  lines("id,crp,wbc", 12, "p%02[1]d,%[1]d.5,%[1]d"),
	"mri.csv":    lines("id,vol,den", 12, "p%02[1]d,%[1]d.25,%[1]d"),
	"labels.csv": labels(12),
}

const goodRead = "records 12\nmodalities blood mri\nlabelled 12\nblood p03 crp = 3.5\n"

// Copies that people and programs keep are named, not read.
func TestBackupCopies(t *testing.T) {
	old := lines("id,crp,wbc", 14, "p%02[1]d,%[1]d.75,%[1]d")
	var list []situation
	for _, name := range []string{"copy of blood.csv", "Copy (2) of blood.csv", "blood (1).csv", "blood(2).csv", "blood - Copy.csv", "blood - Copy (3).csv", "blood copy.csv", "blood_copy2.csv",
		"blood_old.csv", "old_blood.csv", "blood.old.csv", "blood-backup.csv", "backup_blood.csv", "blood_bak.csv", "blood.bak.csv", "blood.csv.bak", "blood.csv.old", "blood.csv.orig", "blood.csv~", "~blood.csv", "#blood.csv#",
		"blood.csv.~1~", "blood.csv.swp", "Kopie von blood.csv", "blood - Kopie.csv", "Copie de blood.csv", "blood_old.tsv", "old/blood.csv", "backup/blood.csv", "archive/2020/../blood.csv"} {
		list = append(list, situation{name: name, files: with(good, one(name, old)), want: goodRead + "says by its name it is a copy + blood.csv + left out"})
	}
	twice := with(pictures(6, "image/p%02d.png"), one("labels.csv", labels(6)))
	checkSituations(t, append(list,
		situation{name: "of labels", files: with(good, one("labels (1).csv", labels(14))), want: goodRead + "says labels (1).csv + copy"},
		situation{name: "chosen all the same", files: with(good, one("blood_old.csv", old)), imp: dataset.Import{Files: map[string]dataset.FileImport{"blood_old.csv": {Role: "data"}}}, want: "records 14\nmodalities blood blood_old mri"},
		situation{name: "no original", files: with(without(good, "blood.csv"), one("blood_old.csv", old)), want: "records 14\nmodalities blood_old mri"},
		situation{name: "classes old and young", files: with(pictures(6, "old/%d.png"), pictures(6, "young/%d.png")), want: "records 12\nclasses old=6 young=6"},
		situation{name: "of pictures", files: with(twice, one("image/p01 (1).png", "made 16 3"), one("image/p02 - Copy.png", "made 16 3")), want: "records 6\nimage image 6\nsays by its name it is a copy + 2 files in image/"},
		situation{name: "of a folder", files: with(twice, pictures(8, "image_old/p%02d.png")), want: "records 6\nmodalities image\nsays by its name it is a copy + 8 files in image_old/"},
		situation{name: "of a whole folder", files: with(twice, pictures(6, "image - Copy/p%02d.png")), want: "records 6\nmodalities image\nsays by its name it is a copy + 6 files in image - Copy/"},
		situation{name: "named by a table", files: with(pictures(5, "img/p%02d.png"), one("img/p01 (1).png", "made 16 9"), one("index.csv", "id,image,label\np1,img/p01.png,a\np2,img/p01 (1).png,b\np3,img/p03.png,a\np4,img/p04.png,b\np5,img/p05.png,a\n")),
			want: "records 5\nimage image 5"},
	))
}

// A table without ids is left out beside good ones; two of a kind are refused.
func TestStrayTables(t *testing.T) {
	checkSituations(t, []situation{
		{name: "a few numbers", files: with(good, one("stray.csv", "a,b\n1,2\n3,4\n5,6\n")), want: goodRead + "says stray.csv + no column of ids + left out + --id COLUMN"},
		{name: "scores", files: with(good, one("results.csv", "metric,value\nacc,0.9\nf1,0.8\n")), want: goodRead + "says results.csv + left out"},
		{name: "as many rows as records", files: with(good, one("stray.csv", lines("a,b", 12, "%[1]d.5,%[1]d"))), want: goodRead + "says as many rows as there are records + never joined by their number"},
		{name: "an empty file", files: with(good, one("prot.csv", "")), want: goodRead + "says prot.csv + empty + left out"},
		{name: "blank lines", files: with(good, one("prot.csv", "\n\n")), want: goodRead + "says prot.csv + empty"},
		{name: "more than all else", files: with(one("blood.csv", lines("id,crp", 12, "p%02[1]d,%[1]d.5")), one("big.csv", lines("a,b,c", 40, "%[1]d.5,%[1]d,%[1]d.25"))), want: "fails big.csv has no id column"},
	})
}

// Folders without files, and files that are not read, are named with what to do.
func TestEmptyAndPacked(t *testing.T) {
	table := "| id | prot |\n|----|------|\n| p01 | 3 |\n"
	checkSituations(t, []situation{
		{name: "an empty folder", files: with(good, one("images/.gitkeep", "")), want: goodRead + "says images/ + the folder is empty + every record would lack it"},
		{name: "junk only", files: with(good, one("images/Thumbs.db", "x")), want: goodRead + "says images/ + empty"},
		{name: "a note only", files: with(good, one("images/README.txt", "put images here")), want: goodRead + "says images/ + empty"},
		{name: "bz2", files: with(good, one("prot.csv.bz2", "BZh")), want: goodRead + "says prot.csv.bz2 + not read + bzip2 -dk *.bz2"},
		{name: "xz", files: with(good, one("prot.csv.xz", "x")), want: goodRead + "says prot.csv.xz + not read + xz -dk *.xz"},
		{name: "compress", files: with(good, one("prot.csv.Z", "x")), want: goodRead + "says prot.csv.Z + not read + uncompress"},
		{name: "alone", files: one("prot.csv.lzma", "x"), open: "prot.csv.lzma", want: "fails cannot be opened + pandas"},
		{name: "packed pictures", files: with(pictures(11, "image/p%02d.png"), one("image/p12.png.bz2", "x"), one("labels.csv", labels(12))), want: "records 12\nimage image 11\nimage p12 is unsupported\nsays bzip2 -dk *.bz2"},
		{name: "paths of packed tables", files: with(several(6, "scan/p%02d.csv.xz", "x %d"), one("index.csv", lines("id,scan,crp,label", 6, "p%02[1]d,scan/p%02[1]d.csv.xz,%[1]d.5,@"))), want: "fails scan + xz -dk *.xz"},
		{name: "a table in Markdown", files: with(good, one("notes.md", table)), want: goodRead + "says notes.md + table in Markdown + save it as CSV"},
		{name: "in a folder", files: with(good, one("tables/prot.md", table)), want: goodRead + "says tables/prot.md + table in Markdown + save it as CSV"},
		{name: "nothing else", files: one("data.md", table), want: "fails data.md + table in Markdown + save it as CSV"},
		{name: "as a file", files: one("data.md", table), open: "data.md", want: "fails data.md + table in Markdown + save it as CSV"},
		{name: "texts in Markdown", files: with(several(12, "notes/p%02d.md", "patient %d is well"), one("labels.csv", labels(12))), want: "records 12\nmodalities notes\nnotes text 12\nsilent"},
	})
}
