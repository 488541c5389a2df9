package format_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"lacuna/dataset"
)

// parted is a table of 24 records, of which a column says the parts: each word
// holds for as many rows.
func parted(column string, words ...string) map[string]string {
	return one("data.csv", study("id,crp,"+column+",label", 24, func(i int) string {
		return fmt.Sprintf("p%02d,%d.5,%s,%s", i+1, (i*i*7+i*3)%41, words[i*len(words)/24], classWords[(i+i/3)%2])
	}))
}

// Parts of the data in other languages, in columns of any name, as one flag, and
// as folders with the same word beside.
func TestPartsByOtherNames(t *testing.T) {
	const thirds = "records 24\n* table 24: crp\nparts train=8 validation=8 test=8"
	const flag = "records 24\n* table 24: crp\nparts train=16 test=8"
	var list []situation
	for _, words := range [][]string{{"entrenamiento", "validación", "prueba"}, {"Training", "Validierung", "Test"}, {"训练集", "验证集", "测试集"}, {"train_set", "val_set", "test_set"}, {"学習", "検証", "テスト"}, {"entraînement", "validation", "test"}} {
		list = append(list, situation{name: words[0], files: parted("split", words...), want: thirds})
	}
	folders := func(train, test string) map[string]string {
		return with(pictures(6, train+"/cat/a%d.png"), pictures(6, train+"/dog/b%d.png"), pictures(4, test+"/cat/c%d.png"), pictures(4, test+"/dog/d%d.png"))
	}
	for _, names := range [][2]string{{"seg_train", "seg_test"}, {"训练集", "测试集"}, {"train_images", "test_images"}, {"seg_train/seg_train", "seg_test/seg_test"}} {
		list = append(list, situation{name: names[0], files: folders(names[0], names[1]), want: "records 20\n* image 20\nclasses cat=10 dog=10\nparts train=12 test=8"})
	}
	checkSituations(t, append(list,
		situation{name: "words of parts in a column of another name", files: parted("dataset", "train", "train", "test"), want: flag + "\nsays dataset + read as the split + --feature dataset"},
		situation{name: "the same as a feature", files: parted("dataset", "train", "train", "test"), imp: dataset.Import{Features: []string{"dataset"}}, want: "* table 24: crp dataset"},
		situation{name: "a flag called train", files: parted("train", "1", "1", "0"), want: flag},
		situation{name: "in_train", files: parted("in_train", "yes", "yes", "no"), want: flag},
		situation{name: "used_for_training", files: parted("used_for_training", "True", "True", "False"), want: flag},
		situation{name: "a flag called test may be of blood", files: parted("test", "1", "1", "0"), want: "* table 24: crp test"},
		situation{name: "folds of classes", files: folders("fold1", "fold2"), want: "records 20\nclasses cat=10 dog=10\ngroup group=2"},
		situation{name: "days without classes", files: with(pictures(6, "2021-01-05/a%d.png"), pictures(6, "2021-01-06/b%d.png")), want: "records 12\nlabelled 0\ngroup group=2"},
	))
}

// Ids that differ in signs and in the width of digits are offered to be joined.
func TestIDsInOtherSigns(t *testing.T) {
	var list []situation
	for _, other := range []string{"#p%02[1]d", "p:%02[1]d", "\"p,%02[1]d\"", "ｐ０%[1]d"} {
		files := map[string]string{"blood.csv": lines("id,crp", 9, "p%02[1]d,1%[1]d.5"), "mri.csv": lines("id,vol", 9, other+",%[1]d.25"), "labels.csv": lines("id,label", 9, "p%02[1]d,@")}
		list = append(list, situation{name: other, files: files, want: "fails shares no id + 9 of 9 are alike + --join marks"},
			situation{name: other + ", joined", files: files, imp: dataset.Import{Join: []string{"marks"}}, want: "records 9\nblood table 9\nmri table 9\nblood p03 crp = 13.5\nmri p03 vol = 3.25"})
	}
	numbers := map[string]string{"blood.csv": lines("id,crp,wbc", 12, "%[1]d.0,%[1]d,7%[1]d.5"), "labels.csv": lines("id,label", 12, "%[1]d,@")}
	checkSituations(t, append(list, situation{name: "a measured number is no id where the ids nearly meet", files: numbers, want: "fails shares no id + 12 of 12 are alike + --join number"}))
}

// Dates of East Asia and those that stand for none, and JSON that is called a table.
func TestTablesByOtherHands(t *testing.T) {
	dates := func(pattern string) map[string]string {
		return one("a.csv", study("id,crp,seen", 24, func(i int) string {
			return fmt.Sprintf("p%02d,%d.5,"+pattern, i+1, (i*i*7+i*3)%41, i%12+1, i*5%28+1)
		}))
	}
	placeholder := dates("2021-%02d-%02d")
	for _, day := range []string{"2021-01-01", "2021-01-05", "2021-05-21"} {
		placeholder["a.csv"] = strings.ReplaceAll(placeholder["a.csv"], day, "1900-01-01")
	}
	placeholder["a.csv"] = strings.ReplaceAll(placeholder["a.csv"], "2021-01-", "1900-01-01\x00")
	placeholder["a.csv"] = regexp.MustCompile("\x00[0-9]+").ReplaceAllString(placeholder["a.csv"], "")
	checkSituations(t, []situation{
		{name: "Chinese", files: dates("2021年%d月%d日"), open: "a.csv", want: "records 24\n* table 24: crp seen\n* p02 seen = 2021年2月6日\nnumber a p02 seen 36"},
		{name: "Chinese with zeros", files: dates("2021年%02d月%02d日"), open: "a.csv", want: "* p02 seen = 2021年02月06日\nnumber a p02 seen 36"},
		{name: "backslashes before commas", files: one("a.csv", lines("id,note,crp,label", 12, `p%02[1]d,slept well\, ate %[1]d eggs,%[1]d.5,@`)), open: "a.csv", want: "fails a.csv + backslash + slept well + quotes"},
		{name: "feet and inches", files: one("a.csv", lines("id,crp,tall", 12, `p%02[1]d,%[1]d.5,5'%[1]d"`)), open: "a.csv", want: "says tall + 12 cells are lengths in feet and inches"},
		{name: "degrees and minutes", files: one("a.csv", lines("id,crp,at", 12, `p%02[1]d,%[1]d.5,%[1]d°30'N`)), open: "a.csv", want: "says at + 12 cells are places or angles in degrees and minutes"},
		{name: "weeks", files: one("a.csv", lines("id,crp,week", 12, `p%02[1]d,%[1]d.5,2021-W%02[1]d`)), open: "a.csv", want: "says week + 12 cells are weeks of a year"},
		{name: "Korean", files: dates("2021년 %d월 %d일"), open: "a.csv", want: "* p02 seen = 2021년 2월 6일\nnumber a p02 seen 36"},
		{name: "1900 for none", files: placeholder, open: "a.csv", want: "* table 24: crp seen\nsays seen + dates 1900-01-01 stand apart + --missing 'seen=1900-01-01'"},
		{name: "JSON lines called CSV", files: one("a.csv", study(`{"id":"p00","crp":7.5,"label":"pos"}`, 24, func(i int) string {
			return fmt.Sprintf(`{"id":"p%02d","crp":%d.5,"label":"%s"}`, i+1, (i*i*7+i*3)%41, classWords[i%2])
		})), open: "a.csv", want: "records 25\n* table 25: crp\nlabelled 25\n* p02 crp = 10.5"},
	})
}

// What says that a record has no label, columns that are labels by other names,
// and columns that number subjects.
func TestRolesByOtherNames(t *testing.T) {
	labelled := func(header string, words ...string) map[string]string {
		return one("data.csv", study("id,crp,"+header, 24, func(i int) string {
			return fmt.Sprintf("p%02d,%d.5,%s", i+1, (i*i*7+i*3)%41, words[(i+i/3)%len(words)])
		}))
	}
	var list []situation
	for _, word := range []string{"not labeled", "not_annotated", "unbekannt", "未知", "未标注", "unannotated"} {
		list = append(list, situation{name: "no label: " + word, files: labelled("label", "sick", "well", word), want: "labelled 16\nclasses sick=8 well=8\nsays 8 labels are + " + word + " + taken as no label"})
	}
	for _, name := range []string{"标签", "étiquette", "ラベル", "target_class", "true_label", "DX_bl", "is_malignant", "disease_status", "annotation", "phenotype", "mortality"} {
		list = append(list, situation{name: "called " + name, files: labelled(name, "sick", "well"), want: "labelled 24\nclasses sick=16 well=8\n* table 24: crp"})
	}
	twice := func(header, pattern string) map[string]string {
		return one("data.csv", study("id,crp,"+header+",label", 24, func(i int) string {
			return fmt.Sprintf("p%02d,%d.5,"+pattern+",%s", i+1, (i*i*7+i*3)%41, i/2, classWords[i/2%2])
		}))
	}
	for _, c := range [][2]string{{"subj", "1%03d"}, {"mother", "M%d"}, {"Tier", "T%d"}, {"受试者", "s%d"}, {"litter", "L%d"}, {"session", "ses-%d"}, {"well", "w%d"}} {
		list = append(list, situation{name: "numbers " + c[0], files: twice(c[0], c[1]), want: "labelled 24\n* table 24: crp\ngroup " + c[0] + "=12"})
	}
	checkSituations(t, append(list,
		situation{name: "lists of labels", files: labelled("label", `"['sick']"`, `"['well']"`, `"['sick', 'well']"`), want: "says lists of several classes"},
		situation{name: "an unread picture and notes beside a table", files: with(labelled("label", "sick", "well"), one("plot.png", "made 16 3"), one("requirements.txt", "numpy\npandas\n")), want: "records 24\n* table 24: crp\nsays called like no record + plot"},
		situation{name: "a list of classes beside their folders", files: with(pictures(6, "images/cat/a%d.png"), pictures(6, "images/dog/b%d.png"), one("classes.txt", "cat\ndog\n")), want: "records 12\nclasses cat=6 dog=6\nsays classes"},
	))
}
