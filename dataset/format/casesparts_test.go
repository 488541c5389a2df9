package format_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// packed is an archive of files, such as an NPZ.
func packed(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Splits in lists, in arrays and beside the data.
func TestPartsInLists(t *testing.T) {
	blood := with(one("blood.csv", lines("id,crp", 12, "p%02[1]d,%[1]d.5")), one("labels.csv", labels(12)))
	lists := `{"train": ["p01", "p02", "p03", "p05", "p07", "p09"], "test": ["p04", "p06", "p08", "p10", "p11", "p12"]}`
	arrays := map[string]string{"x.npy": vector(5.5, 1, 4, 2, 3.5, 6), "y.npy": vector(0, 1, 0, 1, 0, 1), "train_idx.npy": vector(5, 0, 3, 1), "test_idx.npy": vector(2, 4)}
	masks := with(arrays, map[string]string{"train_idx.npy": vector(1, 2, 4, 6), "test_idx.npy": vector(3, 5)})
	checkSituations(t, []situation{
		{name: "in JSON", files: with(blood, one("splits.json", lists)), want: "records 12\nmodalities blood\nparts train=6 test=6"},
		{name: "of other lengths in JSON", files: with(blood, one("parts.json", strings.Replace(lists, `, "p12"]`, "]", 1))), want: "records 12\nmodalities blood\nparts train=6 test=5\nsays 1 record is in no part"},
		{name: "in tables of ids", files: with(blood, one("train_ids.csv", lines("id", 8, "p%02[1]d")), one("test_ids.csv", "id\np09\np10\np11\np12\n")), want: "records 12\nparts train=8 test=4"},
		{name: "some in no list", files: with(blood, one("train.txt", lines("p01", 6, "p%02[1]d")), one("test.txt", "p09\np10\n")), want: "parts train=6 test=2\nsays 4 records are in no part"},
		{name: "as numbers of rows", files: one("d.npz", packed(t, arrays)), open: "d.npz", want: "records 6\nmodalities x\nparts train=4 test=2\nx row3 f0 = 4"},
		{name: "as numbers of rows from 1", files: one("d.npz", packed(t, masks)), open: "d.npz", want: "records 6\nmodalities x\nparts train=4 test=2"},
	})
}

func TestScalesAndIDs(t *testing.T) {
	answers := strings.NewReplacer("=0", "1 - never", "=1", "2", "=2", "3", "=3", "4", "=4", "5 - always").Replace(strings.Join([]string{"id,q", "a,=0", "b,=1", "c,=2", "d,=3", "e,=4", "f,=0", "g,=2", "h,=1", "i,=3", "j,=2", "k,=1"}, "\n"))
	studies := lines("id,study_id,crp", 30, "p%02[1]d,x%[1]d,%[1]d.5")
	for _, pair := range []string{"x1,", "x2,", "x3,"} {
		studies = strings.Replace(studies, ",x2"+pair[1:2]+",", ","+pair, 1)
	}
	checkSituations(t, []situation{
		{name: "explained steps", files: one("data.csv", answers), want: "* table 11: q\n* a q = 1 - never\n* b q = 2\n* e q = 5 - always"},
		{name: "ids of studies", files: one("data.csv", studies), want: "* table 30: crp\ngroup study_id=27\nsays called like an id + 27 different values + --group study_id keeps"},
		{name: "ids of lesions", files: one("data.csv", strings.Replace(studies, "study_id", "lesion_id", 1)), want: "* table 30: crp\ngroup lesion_id=27\nsays whose data + 27 different values + --group lesion_id keeps"},
		{name: "numbers of patients", files: one("data.csv", lines("MRN,Name,crp", 12, "10%02[1]d,Person %[1]d,%[1]d.5")), want: "records 12\n* 1003 crp = 3.5"},
	})
}

// Images of one lesion belong together, and those of one patient before them.
func TestLesionsAreSubjects(t *testing.T) {
	for header, want := range map[string]string{"id,lesion_id,visit_no,crp": "lesion_id", "id,lesion_id,patient_id,crp": "patient_id"} {
		d := openFiles(t, one("data.csv", study(header, 40, func(i int) string { return fmt.Sprintf("p%02d,L%d,%d,%s", i, i/2, i/4, noise(i)) })))
		if d.Subjects != want || len(d.Groups[want]) != 40 {
			t.Errorf("%s: subjects are %q of %v", header, d.Subjects, d.Groups)
		}
	}
}

func TestSubjectsWithoutLabels(t *testing.T) {
	checkSituations(t, []situation{{name: "sites whose ids begin alike", files: with(one("siteA/blood.csv", lines("id,crp", 8, "sA_%[1]d,%[1]d.5")), one("siteB/blood.csv", lines("id,crp", 8, "sB_%[1]d,%[1]d.25")),
		one("siteC/blood.csv", lines("id,crp", 8, "sC_%[1]d,%[1]d.75"))), want: "records 24\nlabelled 0\n* sB_3 crp = 3.25"}})
}
