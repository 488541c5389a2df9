package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// Files that were put together from others, or that a spreadsheet wrote.
func TestPiecedTogether(t *testing.T) {
	blood := lines("id,crp,wbc", 20, "p%02[1]d,%[1]d.5,%[1]d.25")
	ends := func(from int, first, second string) map[string]string {
		rows := strings.Split(strings.TrimSuffix(blood, "\n"), "\n")
		return one("blood.csv", strings.Join(rows[:from], first)+first+strings.Join(rows[from:], second)+second)
	}
	half := func(from int) map[string]string {
		rows := strings.SplitAfter(blood, "\n")
		return one("blood.csv", strings.Join(rows[:from], "")+strings.ReplaceAll(strings.Join(rows[from:], ""), ",", ";"))
	}
	all := "records 20\n* table 20: crp wbc\n* p01 crp = 1.5\n* p19 wbc = 19.25\n* p20 crp = 20.5\n"
	merged := func(head, key string, every int, rest string) string {
		text := head + "\n"
		for i := range 24 {
			name := ""
			if i%every == 0 {
				name = fmt.Sprintf("%s%02d", key, i/every+1)
			}
			text += fmt.Sprintf("%s,"+rest+"\n", name, i%every+1, i)
		}
		return text
	}
	visits := one("visits.csv", merged("id,visit,crp", "p", 2, "%d,%d.5"))
	checkSituations(t, []situation{
		{name: "returns behind CRLF", files: ends(17, "\r\n", "\r"), want: all + "says several rows + returns without a line feed"},
		{name: "returns behind line feeds", files: ends(19, "\n", "\r"), want: all},
		{name: "returns before CRLF", files: ends(5, "\r", "\r\n"), want: all},
		{name: "half with another separator", files: half(11), want: "fails 10 of 20 lines + separated by another sign + one separator"},
		{name: "one line with another separator", files: half(20), want: "records 19\nsays 1 line + separated by another sign + p20;20.5;20.25"},
		{name: "a decimal comma is no separator", files: one("blood.csv", lines("id;crp", 20, "p%02[1]d;1,%[1]d")+"1,5\n"), want: "records 21"},
		{name: "ids merged down", files: visits, want: "records 24\n* p02/2 crp = 3.5\ngroup id=12\nsays 12 cells are empty below one that is filled + merged\nsays named by both"},
		{name: "ids merged down beside labels", files: with(visits, one("labels.csv", labels(12))), want: "fails occur more than once + visit tells the rows of one id apart + p01/1"},
		{name: "sites merged down", files: one("data.csv", merged("site,id,crp", "s", 6, "p%[3]d,%[2]d.25")), want: "records 24\ngroup site=4\nsays 20 cells are empty below + merged"},
		{name: "some ids lacking", files: one("blood.csv", strings.Replace(blood, "p07,", ",", 1)), want: "records 19\nsays 1 row has no id + left out"},
		{name: "visits without merging", files: one("v.csv", lines("id,visit,crp", 12, "p%02[1]d,1,%[1]d.5")+strings.Join(strings.SplitAfter(lines("id,visit,crp", 12, "p%02[1]d,2,%[1]d.75"), "\n")[1:], "")),
			want: "records 24\n* p12/2 crp = 12.75\ngroup id=12"},
	})
}

func TestNamesOfWhatIsLeft(t *testing.T) {
	cell := edited(mixed, "img/p03.png", "none")
	checkSituations(t, []situation{
		{name: "the record names no file", files: with(cell, one("img/p03.png", "made 16 3")), want: "image image 11\nsays img/p03.png + there is a record of its name + names another file, or none"},
		{name: "of no record", files: with(mixed, one("img/x99.png", "made 16 3")), want: "image image 12\nsays img/x99.png + its name is that of no record"},
	})
}

func TestManyTables(t *testing.T) {
	joined, apart := one("labels.csv", labels(12)), map[string]string{}
	for k := range 70 {
		joined[fmt.Sprintf("m%02d.csv", k)] = lines(fmt.Sprintf("id,v%d", k), 12, "p%02[1]d,%[1]d.5")
		apart[fmt.Sprintf("m%02d.csv", k)] = lines(fmt.Sprintf("v%d,w", k), 12, "%[1]d.5,%[1]d.25")
	}
	checkSituations(t, []situation{
		{name: "of the same records", files: joined, want: "records 12\nlabelled 12\nm69 table 12: v69\nm00 p03 v0 = 3.5"},
		{name: "of nobody knows what", files: apart, want: "fails 70 tables lie in the folder itself + their columns differ + column of ids"},
	})
}

func TestLabelsByContent(t *testing.T) {
	outcome := lines("id,crp,wbc,outcome", 40, "p%02[1]d,%[1]d.5,%[1]d.25,@")
	outcome = strings.NewReplacer("yes", "1.0", "no", "0.0").Replace(outcome)
	scans := map[string]string{"participants.tsv": strings.NewReplacer(",", "\t", "yes", "patient", "no", "control").Replace(lines("participant_id,age,group", 12, "sub-%02[1]d,4%[1]d,@"))}
	for i := 1; i <= 12; i++ {
		scans[fmt.Sprintf("sub-%02d/anat/sub-%02[1]d_T1w.png", i)] = fmt.Sprintf("made 16 %d", i)
	}
	checkSituations(t, []situation{
		{name: "classes with decimals", files: one("data.csv", outcome), want: "records 40\nclasses 0.0=20 1.0=20\n* table 40: crp wbc"},
		{name: "groups of BIDS", files: scans, want: "records 12\nlabelled 0\ngroup group=2\nT1w image 12\nsays nothing is called like a label + --label group"},
		{name: "groups of BIDS as the label", files: scans, imp: dataset.Import{Label: "group"}, want: "classes control=6 patient=6"},
		{name: "letters are no modalities", files: with(pictures(6, "a/%03d.png"), several(6, "b/%03d.png", "made 20 %d")), want: "records 12\nclasses a=6 b=6\nsays a/, b/ + read as a class + --reader media-folders"},
	})
}

func TestIDsByTable(t *testing.T) {
	files := with(one("blood.csv", lines("PatientID,crp", 12, "p%02[1]d,%[1]d.5")), one("labels.csv", labels(12)))
	d, err := openWith(t, written(t, files), dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"blood.csv": "PatientID", "labels.csv": "id"} {
		if ids := d.Import.Files[file].IDs; len(ids) != 1 || ids[0] != want {
			t.Errorf("%s: ids %q, want %q", file, ids, want)
		}
	}
	checkSituations(t, []situation{
		{name: "chosen for one table", files: with(files, one("blood.csv", lines("id,PatientID,crp", 12, "x%02[1]d,p%02[1]d,%[1]d.5"))),
			imp: dataset.Import{Files: map[string]dataset.FileImport{"blood.csv": {IDs: []string{"PatientID"}}}}, want: "records 12\nblood p07 crp = 7.5"},
		{name: "no such column", files: files, imp: dataset.Import{Files: map[string]dataset.FileImport{"blood.csv": {IDs: []string{"pid"}}}}, want: "fails blood.csv has no column called \"pid\""},
	})
}

func TestSiblings(t *testing.T) {
	under := lines("id,blood,blood,mri,mri,label\n,crp,wbc,vol,den,", 12, "p%02[1]d,%[1]d.5,%[1]d.25,%[1]d.75,%[1]d.125,@")
	code := func(pattern, code string, every int) map[string]string {
		rows := strings.Split(lines("id,x,y", 28, pattern), "\n")
		for i := 1; i < len(rows)-1; i += every {
			cells := strings.Split(rows[i], ",")
			rows[i] = strings.Join([]string{cells[0], code, cells[2]}, ",")
		}
		return one("data.csv", strings.Join(rows, "\n"))
	}
	labelled := func(codes string) map[string]string {
		rows := lines("id,crp,label", 12, "p%02[1]d,%[1]d.5,@")
		return one("data.csv", strings.NewReplacer("yes", "1", "no", "0", "p05,5.5,no", "p05,5.5,"+codes, "p06,6.5,yes", "p06,6.5,"+codes).Replace(rows))
	}
	checkSituations(t, []situation{
		{name: "names under names", files: one("data.csv", under), want: "records 12\nmodalities blood mri\nblood p01 crp = 1.5\nmri p12 den = 12.125\nsays header has two lines"},
		{name: "units under names", files: one("data.csv", lines("id,crp,wbc,label\n,mg/l,1/nl,", 12, "p%02[1]d,%[1]d.5,%[1]d.25,@")), want: "records 12\n* table 12: crp wbc\nsays units or explanations"},
		{name: "a label of 999", files: labelled("999"), want: "classes 0=5 1=5 999=2\nsays 2 labels are 999 + may stand for missing"},
		{name: "a label of -1 beside two", files: labelled("-1"), want: "says 2 labels are -1 + may stand for missing"},
		{name: "labels of -1 and 1", files: one("data.csv", strings.NewReplacer("yes", "1", "no", "-1").Replace(lines("id,crp,label", 12, "p%02[1]d,%[1]d.5,@"))), want: "classes -1=6 1=6\nsilent"},
		{name: "dates of nobody", files: code("p%02[1]d,2020-05-%02[1]d,%[1]d.5", "1900-01-01", 7), want: "* table 28: x y\nsays 4 dates 1900-01-01 + --missing 'x=1900-01-01'"},
		{name: "dates of nobody, said", files: code("p%02[1]d,2020-05-%02[1]d,%[1]d.5", "1900-01-01", 7), imp: dataset.Import{Missing: []string{"x=1900-01-01"}}, want: "* p01 x = missing\n* p02 x = 2020-05-02"},
		{name: "dates of zeros", files: code("p%02[1]d,2020-05-%02[1]d,%[1]d.5", "0000-00-00", 7), want: "* p01 x = missing\nsays 4 cells are \"0000-00-00\" + missing"},
		{name: "an object per id", files: with(one("blood.json", `{"p01": {"crp": 1.5, "wbc": 2}, "p02": {"crp": 3, "wbc": 4}, "p03": {"crp": 5}}`), one("labels.csv", labels(3))), want: "records 3\nblood p02 crp = 3\nblood p03 wbc = missing"},
		{name: "an object per column", files: with(one("blood.json", `{"crp": {"p01": 1.5, "p02": 3, "p03": 5}, "wbc": {"p01": 2, "p02": 4}}`), one("labels.csv", labels(3))), want: "records 3\nblood p02 crp = 3\nblood p03 wbc = missing"},
		{name: "labels per id", files: with(one("blood.csv", lines("id,crp", 4, "p%02[1]d,%[1]d.5")), one("labels.json", `{"p01": "a", "p02": "b", "p03": "a", "p04": null}`)), want: "records 4\nclasses a=2 b=1"},
		{name: "settings", files: with(one("blood.csv", lines("id,crp", 4, "p%02[1]d,%[1]d.5")), one("config.json", `{"name": "x", "seed": 3, "rate": 0.1, "on": true}`)), want: "records 4\nmodalities blood\nsays config.json + no table"},
	})
}

func TestLabelsInTwoTables(t *testing.T) {
	files := with(one("blood.csv", lines("id,crp,label", 12, "p%02[1]d,%[1]d.5,@")), one("scan.csv", lines("id,vol,label", 12, "p%02[1]d,%[1]d.25,@")))
	checkSituations(t, []situation{
		{name: "the same", files: files, want: "labelled 12\nsays scan.csv + labels are taken from blood.csv; this column"},
		{name: "others", files: with(files, one("scan.csv", strings.Replace(files["scan.csv"], "p05,5.25,no", "p05,5.25,yes", 1))), want: "labelled 12\nsays scan.csv + differ from these in 1 of 12 records"},
	})
	d, err := openWith(t, written(t, one("data.csv", lines("id,crp,stage", 12, "p%02[1]d,%[1]d.5,@"))), dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	if why := strings.Join(d.Import.Why, "; "); !strings.Contains(why, "--label COLUMN names one, such as stage") {
		t.Errorf("the evidence says %q", why)
	}
}
