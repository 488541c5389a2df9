package format_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// pointer is what Git LFS leaves of a file until its data are fetched.
const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

// objects are records of JSON, between brackets.
func objects(n int, pattern string) string {
	list := strings.Split(strings.TrimSpace(lines("", n, pattern)), "\n")
	return "[" + strings.Join(list, ",") + "]"
}

func TestListsOfRecordsInJSON(t *testing.T) {
	train, test := objects(8, `{"id":"p%02[1]d","age":4%[1]d,"label":"@"}`), objects(4, `{"id":"q%02[1]d","age":5%[1]d,"label":"@"}`)
	parts := func(one, other string) string { return `{"` + one + `":` + train + `,"` + other + `":` + test + `}` }
	read := "records 12\n* table 12: age\n* q03 age = 53\nclasses no=6 yes=6\n"
	var list []situation
	for _, names := range [][3]string{{"train", "test", "test"}, {"Train", "Validation", "validation"}, {"training", "DEV", "validation"}, {"trn", "eval", "test"}, {"train_data", "valid_data", "validation"}} {
		list = append(list, situation{name: names[0] + " and " + names[1], files: one("a.json", parts(names[0], names[1])), open: "a.json",
			want: read + "parts train=8 " + names[2] + "=4"})
	}
	checkSituations(t, append(list,
		situation{name: "in a folder", files: one("a.json", parts("train", "test")), want: read + "parts train=8 test=4"},
		situation{name: "in an object", files: one("a.json", `{"data":`+parts("train", "test")+`}`), open: "a.json", want: read + "parts train=8 test=4"},
		situation{name: "beside words", files: one("a.json", `{"version":"1",`+parts("train", "test")[1:]), open: "a.json", want: read + "says version + left out"},
		situation{name: "ids begin anew", files: one("a.json", `{"train":`+train+`,"test":`+train+`}`), open: "a.json",
			want: "records 16\n* train/p03 age = 43\n* test/p03 age = 43\nparts train=8 test=8\nsays the part belongs to the id"},
		situation{name: "modalities with ids", files: one("a.json", `{"blood":`+objects(4, `{"id":"p%[1]d","crp":1%[1]d}`)+`,"urine":[{"id":"p4","ph":5},{"id":"p1","ph":7}]}`), open: "a.json",
			want: "records 4\nmodalities blood urine\nurine p4 ph = 5\nurine p1 ph = 7\nurine p2 is no-row\nblood p4 crp = 14"},
		situation{name: "modalities without ids", files: one("a.json", `{"blood":[{"crp":1},{"crp":2}],"urine":[{"ph":5},{"ph":7}]}`), open: "a.json", want: "fails has no id column"},
	))
}

func TestFoldersOfOneKind(t *testing.T) {
	both := with(pictures(5, "cat/%d.png"), pictures(6, "dog/%d.png"))
	checkSituations(t, []situation{
		{name: "numbered anew in each class", files: both,
			want: "records 11\nmodalities image\nclasses cat=5 dog=6\nsays numbered anew + --reader media-folders"},
		{name: "classes that differ in case", files: with(both, pictures(3, "Dog/%d.png")), want: "records 14\nclasses Dog=3 cat=5 dog=6\nsays several ways + --join label"},
		{name: "parts of classes", files: with(pictures(4, "train/cat/%d.png"), pictures(4, "train/dog/%d.png"), pictures(2, "test/cat/%d.png"), pictures(2, "test/dog/%d.png")),
			want: "records 12\nmodalities image\nclasses cat=6 dog=6\nparts train=8 test=4"},
		{name: "sounds of classes", files: with(sounds(5, "sad/%d.wav"), sounds(5, "happy/%d.wav")), want: "records 10\nmodalities audio\nclasses happy=5 sad=5"},
		{name: "asked for as modalities", files: both, imp: dataset.Import{Reader: "media-folders"}, want: "records 6\nmodalities cat dog\nlabelled 0"},
		{name: "a table tells the classes", files: with(pictures(6, "bath/%d.png"), pictures(6, "bed/%d.png"), one("labels.csv", lines("id,label", 6, "%[1]d,@"))),
			want: "records 6\nmodalities bath bed\nclasses no=3 yes=3"},
	})
}

// An empty folder may have been a class: it is named.
func TestEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	for name, content := range with(pictures(3, "cat/%d.png"), pictures(3, "dog/%d.png")) {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), made(name, content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "bird"), 0o755); err != nil {
		t.Fatal(err)
	}
	d, err := format.Open(t.Context(), dir, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLine(t, d, nil, "classes cat=3 dog=3")
	checkLine(t, d, nil, "says bird/ + the folder is empty")
}

func TestPointersOfGitLFS(t *testing.T) {
	some := func(pattern string) map[string]string {
		return map[string]string{strings.Replace(pattern, "%02d", "03", 1): pointer, strings.Replace(pattern, "%02d", "07", 1): pointer}
	}
	said := "says 2 files are pointers of Git LFS + git lfs pull"
	checkSituations(t, []situation{
		{name: "of images", files: with(pictures(12, "image/p%02d.png"), some("image/p%02d.png"), one("labels.csv", labels(12))),
			want: "records 12\nimage image 10\nimage p03 is unreadable\n" + said},
		{name: "of images in a table", files: with(mixed, some("img/p%02d.png")), want: "image image 10\nimage p03 is unreadable\n" + said},
		{name: "of texts", files: with(several(12, "notes/p%02d.txt", "patient %d is well"), some("notes/p%02d.txt"), one("labels.csv", labels(12))),
			want: "records 12\nnotes text 10\nnotes p03 is unreadable\n" + said},
		{name: "of all images", files: with(several(3, "image/p%02d.png", pointer), one("labels.csv", labels(3))), want: "fails 3 files are pointers + git lfs pull"},
		{name: "of a table beside others", files: with(one("blood.csv", pointer), one("urine.csv", lines("id,ph", 12, "p%02[1]d,%[1]d.5")), one("labels.csv", labels(12))),
			want: "records 12\nmodalities urine\nsays blood.csv + pointer of Git LFS + left out"},
		{name: "of the only table", files: one("a.csv", pointer), open: "a.csv", want: "fails pointer of Git LFS + git lfs pull"},
		{name: "of a Parquet file", files: one("a.parquet", pointer), open: "a.parquet", want: "fails pointer of Git LFS + git lfs pull"},
		{name: "of arrays", files: one("a.npz", pointer), open: "a.npz", want: "fails pointer of Git LFS + git lfs pull"},
		{name: "of arrays of records", files: several(12, "emb/p%02d.npy", pointer), want: "fails pointer of Git LFS + git lfs pull"},
	})
}
