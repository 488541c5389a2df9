package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// noise is a measured value that tells nothing.
func noise(i int) string { return fmt.Sprintf("%d.%02d", i*37%29, i*61%97) }

// study is one table of n records whose cells a function makes.
func study(header string, n int, line func(i int) string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		b.WriteString(line(i) + "\n")
	}
	return b.String()
}

func one(name, content string) map[string]string { return map[string]string{name: content} }

var classWords = [2]string{"neg", "pos"}

func TestRolesOfColumns(t *testing.T) {
	var list []situation
	for _, id := range []string{"id", "ID", "sample", "subject", "PatientID", "patient_id", "SampleID", "#SampleID", "", "Unnamed: 0", "case_id", "record_id", "PassengerId"} {
		list = append(list, situation{name: "id called " + id, files: one("data.csv", lines(id+",crp,wbc,label", 12, "p%02[1]d,%[1]d.5,%[1]d0,@")),
			open: "data.csv", want: "records 12\n* table 12: crp wbc\n* p03 crp = 3.5\nclasses no=6 yes=6"})
	}
	for _, label := range []string{"label", "Label", "target", "class", "y", "outcome", "diagnosis", "Survived", "species", "status", "Class_label"} {
		list = append(list, situation{name: "label called " + label, files: one("data.csv", lines("id,crp,wbc,"+label, 12, "p%02[1]d,%[1]d.5,%[1]d0,@")),
			open: "data.csv", want: "records 12\n* table 12: crp wbc\nclasses no=6 yes=6"})
	}
	checkSituations(t, append(list,
		situation{name: "label file called target", files: with(one("blood.csv", blood), one("target.csv", strings.Replace(labels(12), "label", "target", 1))), want: read + "silent"},
		situation{name: "label file called y", files: with(one("blood.csv", blood), one("y.csv", strings.Replace(labels(12), "label", "y", 1))), want: read},
		situation{name: "class of a ticket before the target", files: one("titanic.csv", lines("id,class,fare,target", 12, "p%02[1]d,@ticket,%[1]d.5,@")),
			open: "titanic.csv", want: "classes no=6 yes=6\n* table 12: class fare"},
		situation{name: "the label that was asked for", files: one("data.csv", lines("id,crp,wbc,kind", 12, "p%02[1]d,%[1]d.5,%[1]d0,@")), open: "data.csv",
			imp: dataset.Import{Label: "kind"}, want: "* table 12: crp wbc\nclasses no=6 yes=6"},
		situation{name: "the id that was asked for", files: one("data.csv", lines("code,crp,wbc,label", 12, "k%02[1]d,%[1]d.5,%[1]d0,@")), open: "data.csv",
			imp: dataset.Import{ID: "code"}, want: "records 12\n* table 12: crp wbc\n* k03 crp = 3.5"},
		situation{name: "a dropped column", files: beside("blood.csv", blood), imp: dataset.Import{Drop: []string{"wbc"}}, want: "blood table 12: crp"},
		situation{name: "labels in another case", files: beside("blood.csv", blood), want: read},
		situation{name: "Yes and yes", files: with(one("blood.csv", blood), one("labels.csv", strings.Replace(labels(12), "p01,no", "p01,No", 1))), want: "records 12\nsays No + no"},
		situation{name: "1 and 1.0", files: with(one("blood.csv", blood), one("labels.csv", strings.ReplaceAll(strings.ReplaceAll(strings.Replace(labels(12), "p01,no", "p01,0.0", 1), ",no", ",0"), ",yes", ",1"))), want: "records 12\nsays 0.0 + 0"},
		situation{name: "no label for some", files: with(one("blood.csv", blood), one("labels.csv", strings.Replace(strings.Replace(labels(12), "p01,no", "p01,?", 1), "p02,yes", "p02,", 1))), want: "records 12\nlabelled 10\nclasses no=5 yes=5"},
		situation{name: "several columns of labels", files: with(one("blood.csv", blood), one("labels.csv", lines("id,label,label2", 12, "p%02[1]d,@,%[1]d"))), want: "blood table 12: crp wbc\nclasses no=6 yes=6\nsays label2"},
		situation{name: "one-hot labels", files: with(one("blood.csv", blood), one("labels.csv", study("id,cat,dog", 12, func(i int) string { return fmt.Sprintf("p%02d,%d,%d", i+1, i%2, 1-i%2) }))), want: "blood table 12: crp wbc\nclasses cat=6 dog=6\nsays cat, dog + one column of zeros and ones"},
		situation{name: "subjects in a column", files: with(one("blood.csv", study("id,patient,b1", 40, func(i int) string { return fmt.Sprintf("r%03d,P%d,%s", i, i/2, noise(i)) })),
			one("labels.csv", study("id,label", 40, func(i int) string { return fmt.Sprintf("r%03d,%s", i, classWords[i/2%2]) }))), want: "blood table 40: b1\ngroup patient=20"},
		situation{name: "subjects in ids", files: one("data.csv", study("id,b1,b2,label", 40, func(i int) string {
			return fmt.Sprintf("P%02d_v%d,%s,%s,%s", i/2, i%2, noise(i), noise(i+7), classWords[i/2%2])
		})), open: "data.csv", want: "records 40\n* table 40: b1 b2\ngroup subject=20\nsays P00_v0"},
		situation{name: "subject and visit", files: one("clinical.csv", study("subject_id,visit_id,age", 40, func(i int) string { return fmt.Sprintf("%d,%d,%d.5", i/2+1, i%2+1, 30+i) })),
			open: "clinical.csv", want: "records 40\n* table 40: age\n* 1/2 age = 31.5\nsays subject_id"},
	))
}

func TestRowNumbersOfAnyName(t *testing.T) {
	sorted := func(i int) string { return classWords[i/30%2] }
	checkSituations(t, []situation{
		{name: "row numbers of any name", files: one("data.csv", study("id,zeile,crp,label", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%d,%s,%s", i*7%60, i, noise(i), sorted(i))
		})), open: "data.csv", want: "* table 60: crp\nsays zeile + numbers the rows + --feature zeile"},
		{name: "row numbers of a name that are wanted", files: one("data.csv", study("id,zeile,crp,label", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%d,%s,%s", i*7%60, i, noise(i), classWords[i*i%7%2])
		})), open: "data.csv", imp: dataset.Import{Features: []string{"zeile"}}, want: "* table 60: zeile crp"},
		{name: "row numbers in a modality that was asked for", files: one("data.csv", study("id,zeile,crp,label", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%d,%s,%s", i*7%60, i, noise(i), classWords[i*i%7%2])
		})), open: "data.csv", imp: dataset.Import{Modalities: []dataset.ModalityImport{{Name: "m", Columns: []string{"zeile", "crp"}}}}, want: "m table 60: zeile crp"},
		{name: "row numbers of every part", files: with(one("train.csv", study("zeile,crp,label", 60, func(i int) string {
			return fmt.Sprintf("%d,%s,%s", i, noise(i), sorted(i))
		})), one("test.csv", study("zeile,crp,label", 30, func(i int) string { return fmt.Sprintf("%d,%s,%s", i, noise(i+9), classWords[i%2]) }))),
			want: "records 90\n* table 90: crp\nsays zeile + numbers the rows"},
		{name: "a measurement that rises with the rows", files: one("data.csv", study("id,blood_pressure,crp,label", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%d,%s,%s", i*7%60, 110+i, noise(i), classWords[i*i%7%2])
		})), open: "data.csv", want: "* table 60: blood_pressure crp\nsays blood_pressure + rises by one from row to row + --drop blood_pressure"},
		{name: "the only column counts", files: one("data.csv", study("id,z,label", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%d,%s", i*7%60, i, classWords[i*i%7%2])
		})), open: "data.csv", want: "* table 60: z\nsays z + rises by one from row to row"},
	})
}

func TestLeaksAtTheDoor(t *testing.T) {
	sorted := func(i int) string { return classWords[i/30] }
	checkSituations(t, []situation{
		{name: "row numbers without a name", files: one("data.csv", study(",id,crp,wbc,label", 60, func(i int) string {
			return fmt.Sprintf("%d,p%03d,%s,%s,%s", i, i, noise(i), noise(i+5), sorted(i))
		})), open: "data.csv", want: "records 60\n* table 60: crp wbc\n* p003 crp = " + noise(3) + "\nsays numbers the rows"},
		{name: "Unnamed: 0", files: one("data.csv", study("Unnamed: 0,id,crp,wbc,label", 60, func(i int) string {
			return fmt.Sprintf("%d,p%03d,%s,%s,%s", i, i, noise(i), noise(i+5), sorted(i))
		})), open: "data.csv", want: "records 60\n* table 60: crp wbc\nsays Unnamed: 0"},
		{name: "numbers that count, sorted by class", files: one("data.csv", study("id,time,crp,label", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%d,%s,%s", i*7%60, 2*i, noise(i), sorted(i))
		})), open: "data.csv", want: "* table 60: crp\nsays time + label"},
		{name: "the label's name", files: one("data.csv", study("id,crp,label,label_name", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%s,%d,%s", i, noise(i), i%2, classWords[i%2])
		})), open: "data.csv", want: "* table 60: crp\nclasses 0=30 1=30\nsays label_name"},
		{name: "a column that tells the label", files: with(one("blood.csv", study("id,crp,marker", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%s,%d.%d", i, noise(i), 3+2*(i%2), i%9)
		})), one("labels.csv", study("id,label", 60, func(i int) string { return fmt.Sprintf("p%03d,%s", i, classWords[i%2]) }))), want: "blood table 60: crp\nsays marker + tells the label"},
		{name: "… and is wanted", files: with(one("blood.csv", study("id,crp,marker", 60, func(i int) string {
			return fmt.Sprintf("p%03d,%s,%d.%d", i, noise(i), 3+2*(i%2), i%9)
		})), one("labels.csv", study("id,label", 60, func(i int) string { return fmt.Sprintf("p%03d,%s", i, classWords[i%2]) }))),
			imp: dataset.Import{Features: []string{"marker"}}, want: "blood table 60: crp marker"},
		{name: "labels of the modalities", files: one("label.csv", study("video_id,clip_id,text,label,label_T,label_A,annotation,mode", 40, func(i int) string {
			return fmt.Sprintf("v%02d,%d,今天天气很好%d,%d.0,%d.0,0.%d,%s,%s", i/4, i%4+1, i, i%2, i%2, i%7, classWords[i%2], [3]string{"train", "valid", "test"}[i%3])
		})), open: "label.csv", want: "records 40\nparts train=14 validation=13 test=13\nmodalities text\ntext text 40\ntext v00/1 = 今天天气很好0\nsays label_T\nsays annotation\nsays video_id + kept as a group"},
		{name: "several photos of a patient", files: map[string]string{"p0.png": "made 8 1", "p1.png": "made 8 2", "p2.png": "made 8 3", "p3.png": "made 8 4",
			"data.csv": study("id,photo,label", 4, func(i int) string { return fmt.Sprintf("u%d,p%d.png,%s", i/2, i, classWords[i%2]) })},
			want: "records 4\nphoto image 4\ngroup id=2\nsays repeated ids get a number"},
		{name: "a row of sums", files: one("data.csv", study("id,crp,Diagnose", 12, func(i int) string { return fmt.Sprintf("p%d,%d.5,%s", i, i, classWords[i%2]) })+"Total,66.5,\n"),
			open: "data.csv", want: "records 13\nclasses " + classWords[0] + "=6 " + classWords[1] + "=6\nsays Total + summary"},
		{name: "a label in columns", files: one("data.csv", study("id,crp,label_a,label_b", 24, func(i int) string { return fmt.Sprintf("p%d,%s,%d,%d", i, noise(i), i%2, 1-i%2) })),
			open: "data.csv", want: "* table 24: crp\nclasses label_a=12 label_b=12\nsays one column of zeros and ones per class"},
		{name: "a code among labels", files: one("data.csv", study("id,crp,label", 24, func(i int) string { return fmt.Sprintf("p%d,%s,%d", i, noise(i), [3]int{-999, 0, 1}[i%3]) })),
			open: "data.csv", want: "labelled 24\nsays 8 labels are -999 + --missing 'label=-999'"},
		{name: "several labels at once", files: one("data.csv", study("id,crp,label_a,label_b", 24, func(i int) string { return fmt.Sprintf("p%d,%s,%d,%d", i, noise(i), i%2, i/2%2) })),
			open: "data.csv", want: "* table 24: crp\nlabelled 0\nsays several labels at once"},
		{name: "days and event", files: with(beside("blood.csv", blood), one("outcome.csv", lines("id,days,event", 12, "p%02[1]d,%[1]d07,1"))), want: "modalities blood\nsays outcome.csv + event"},
		{name: "the same records twice", files: with(one("blood.csv", study("id,b1,b2,b3", 40, func(i int) string {
			return fmt.Sprintf("r%03d,%s1,%s2,%s3", i, noise(i/2), noise(i/2+3), noise(i/2+8))
		})), one("labels.csv", study("id,label", 40, func(i int) string { return fmt.Sprintf("r%03d,%s", i, classWords[i/2%2]) }))), want: "records 40\nsays 40 records + the same + r000"},
		{name: "vectors of zeros", files: with(one("audio.csv", study("id,a,b,c,d,e,f,g,h,i,j", 40, func(i int) string {
			if i%4 == 0 {
				return fmt.Sprintf("r%03d,0,0,0,0,0,0,0,0,0,0", i)
			}
			return fmt.Sprintf("r%03d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s", i, noise(i), noise(i+1), noise(i+2), noise(i+3), noise(i+4), noise(i+5), noise(i+6), noise(i+7), noise(i+8), noise(i+9))
		})), one("labels.csv", study("id,label", 40, func(i int) string { return fmt.Sprintf("r%03d,%s", i, classWords[i%2]) }))), want: "records 40\naudio table 40\nsays audio + 10 + nothing but 0"},
		{name: "a code that stands apart", files: beside("blood.csv", study("id,crp,wbc", 12, func(i int) string {
			if i%4 == 1 {
				return fmt.Sprintf("p%02d,-999,%s", i+1, noise(i))
			}
			return fmt.Sprintf("p%02d,%d.5,%s", i+1, i-5, noise(i))
		})), want: "blood table 12: crp wbc\nnumber blood p02 crp -999\nsays crp + -999 + missing"},
	})
}

func TestIdsThatNearlyMeet(t *testing.T) {
	pair := func(a, b string, n int) map[string]string {
		return with(one("blood.csv", lines("id,crp", n, a+",%[1]d.5")), one("scan.csv", lines("id,vol", n, b+",%[1]d.25")))
	}
	var list []situation
	for _, tt := range []struct{ name, a, b, says string }{
		{"zeros in front", "%03[1]d", "%[1]d", "12 of 12 + \"001\" + \"1\""},
		{"1 and 1.0", "%[1]d", "%[1]d.0", "12 of 12 + 1.0"},
		{"case", "p%02[1]d", "P%02[1]d", "12 of 12 + P01 + p01"},
		{"dash and underscore", "p-%02[1]d", "p_%02[1]d", "12 of 12 + p-01 + p_01"},
		{"a suffix", "p%02[1]d", "p%02[1]d_scan", "12 of 12 + p01_scan + p01"},
		{"a prefix", "p%02[1]d", "sub-p%02[1]d", "12 of 12 + sub-p01 + p01"},
		{"a file ending", "p%02[1]d", "p%02[1]d.png", "12 of 12 + p01.png + p01"},
		{"aliquots", "TCGA-02-%02[1]d", "TCGA-02-%02[1]d-01A-11R", "12 of 12 + TCGA-02-01"},
	} {
		list = append(list, situation{name: tt.name, files: pair(tt.a, tt.b, 12), want: "fails " + tt.says + " + --join"})
	}
	checkSituations(t, append(list,
		situation{name: "1e+05", files: with(one("blood.csv", "id,a\n1e+05,0.5\n100001,1.5\n100002,2.5\n100003,3.5\n"), one("scan.csv", "id,b\n100000,0.5\n100001,1.5\n100002,2.5\n100003,3.5\n")), want: "says 1e+05 + 100000"},
		situation{name: "composed and decomposed accents", files: pair("p\u00e9%02[1]d", "pe\u0301%02[1]d", 12), want: "records 12\nblood table 12\nscan table 12\nsays 12 + NFC"},
		situation{name: "some ids nearly meet", files: with(one("blood.csv", blood), one("scan.csv", strings.Replace(strings.Replace(lines("id,vol", 12, "p%02[1]d,%[1]d.25"), "p03", "P03", 1), "p04", "P04", 1))), want: "records 14\nsays 2 + p03 + P03"},
		situation{name: "an invisible mark", files: with(one("blood.csv", blood), one("labels.csv", strings.Replace(labels(12), "p01", "\u200bp01", 1))), want: read},
		situation{name: "joined on request", files: pair("%03[1]d", "%[1]d", 12), imp: dataset.Import{Join: []string{"number"}}, want: "records 12\nblood table 12\nscan table 12"},
		situation{name: "no id in common", files: with(pair("a%02[1]d", "b%02[1]d", 12), one("labels.csv", lines("id,label", 12, "c%02[1]d,@"))), want: "fails a01 + c01"},
		situation{name: "an id twice", files: beside("blood.csv", strings.Replace(blood, "p04", "p03", 1)), want: "fails p03"},
	))
}

func TestSeveralColumnsLikeLabels(t *testing.T) {
	rows := study("id,crp,diagnosis,outcome", 60, func(i int) string {
		return fmt.Sprintf("p%02d,%s,%s,%s", i, noise(i), [3]string{"flu", "cold", "well"}[i*7%3], classWords[i/3%2])
	})
	both := one("data.csv", rows)
	checkSituations(t, []situation{
		{name: "the better name", files: both, open: "data.csv", want: "classes neg=30 pos=30\n* table 60: crp diagnosis\nsays diagnosis + the label is outcome + --label data.csv:diagnosis + --drop diagnosis"},
		{name: "the other on request", files: both, open: "data.csv", imp: dataset.Import{Label: "diagnosis"}, want: "classes cold=20 flu=20 well=20\n* table 60: crp outcome\nsays outcome + the label is diagnosis + --drop outcome"},
		{name: "one left out", files: both, open: "data.csv", imp: dataset.Import{Drop: []string{"diagnosis"}}, want: "classes neg=30 pos=30\n* table 60: crp\nsilent"},
		{name: "one called a feature", files: both, open: "data.csv", imp: dataset.Import{Features: []string{"diagnosis"}}, want: "classes neg=30 pos=30\n* table 60: crp diagnosis\nsilent"},
		{name: "in another table", files: with(one("blood.csv", rows), one("labels.csv", study("id,label", 60, func(i int) string { return fmt.Sprintf("p%02d,%s", i, classWords[i/5%2]) }))),
			want: "classes neg=30 pos=30\nblood table 60: crp diagnosis outcome\nsays outcome + the label is label of labels.csv"},
		{name: "no class", files: one("data.csv", study("id,crp,response,label", 60, func(i int) string { return fmt.Sprintf("p%02d,%s,%s,%s", i, noise(i), noise(i+3), classWords[i%2]) })), open: "data.csv",
			want: "* table 60: crp response\nsilent"},
	})
}
