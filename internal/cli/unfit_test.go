package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// plusData writes 40 records of two classes with modalities whose names hold the
// signs that patterns, rates and lists are written with.
func plusData(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	text := map[string]*strings.Builder{"labels": {}, "a": {}, "a+b": {}, "c,d": {}}
	for name, b := range text {
		b.WriteString("id," + map[bool]string{true: "label,site", false: "x,y"}[name == "labels"] + "\n")
	}
	for i := range 40 {
		fmt.Fprintf(text["labels"], "r%02d,%s,%s\n", i, []string{"yes", "no"}[i%2], []string{"north", "south"}[i/3%2])
		for k, name := range []string{"a", "a+b", "c,d"} {
			if (i+k)%7 > 0 {
				fmt.Fprintf(text[name], "r%02d,%d,%.2f\n", i, i%5+i%2, float64(i*i%11)/3)
			}
		}
	}
	for name, b := range text {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// called runs a command and returns its exit code and what it said.
func called(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Main(t.Context(), args, Surroundings{
		Out: &stdout, Err: &stderr, Now: time.Now,
		Window: func(context.Context, WindowRequest) error { return errors.New("a window was asked for") },
	})
	return code, stdout.String(), stderr.String()
}

// What flags ask of data that have it not is a wrong call: exit code 2, as for
// flags that are wrong by themselves, and before anything has run.
func TestUnfitFlagsAreUsageErrors(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	data := plusData(t)
	compare := func(flags ...string) []string {
		return append([]string{"compare", data, "--method", "mean+logistic"}, flags...)
	}
	for says, args := range map[string][]string{
		`no modality "zz"`:  compare("--mechanism", "mar", "--by", "zz", "--rate", ".2"),
		`no column "zz"`:    compare("--mechanism", "group", "--by", "zz", "--rate", ".2"),
		`"yy"; there are`:   compare("--mechanism", "mcar", "--rates", "yy=.2"),
		`no modality "mm"`:  compare("--mechanism", "mcar", "--rate", ".2", "--rate-kind", "modality", "--modality", "mm"),
		`"mw"; there are`:   compare("--mechanism", "mcar", "--rate", ".2", "--modality", "mw"), // a modality has a rate of its own kind
		`of cells is one`:   compare("--mechanism", "mcar", "--rate", ".2", "--rate-kind", "cell", "--modality", "a"),
		`of records is one`: compare("--sweep-rates", "0,.2", "--rate-kind", "record", "--modality", "a"),
		`nothing would be`:  compare("--mechanism", "pattern", "--left", "none"),
		`--modality a name`: compare("--modality", "a"),
		`--rate-kind cell`:  compare("--rate-kind", "cell"),
		`--mask-on train`:   compare("--mask-on", "train"),
		`by --left what`:    {"mask", data, "--mechanism", "pattern", "--left", "a", "--modality", "a"},
		`no pattern "pp`:    compare("--mechanism", "pattern", "--left", "pp+a"),
		`no pattern "qq"`:   compare("--sweep-patterns", "qq"),
		`leaves nothing`:    compare("--sweep-patterns", "none"),
		`no modality "ss"`:  compare("--sweep-rates", ".2", "--sweep-mechanisms", "mar:ss"),
		`no column "tt"`:    compare("--sweep-rates", ".2", "--train-rates", ".2", "--train-mechanisms", "group:tt"),
		`"uu"`:              compare("--split", "group:uu"),
		`--tune=-1`:         compare("--tune=-1"),
		`1001 seeds`:        compare("--seeds", "1001"),
		`cannot be reached`: {"mask", data, "--mechanism", "mcar", "--rate", "1"},
		`--seed -1`:         {"mask", data, "--mechanism", "mcar", "--rate", ".1", "--seed", "-1"},
		`no modality "vv"`:  {"mask", data, "--mechanism", "mar", "--by", "vv", "--rate", ".2"},
		`no modality "ww"`:  {"impute", data, "--score", "--mechanism", "mar", "--by", "ww", "--rate", ".2"},
		`outside 0 to 1`:    {"impute", data, "--score", "--cells", "1.5"},
		`"xx"`:              {"impute", data, "--grid", "--method", "mean", "--mechanism", "mar", "--by", "xx", "--rate", ".2"},
		`no order "zy"`:     {"chart", data, "presence", "--order", "zy"},
	} {
		if code, _, said := called(t, args...); code != ExitUsage || !strings.Contains(said, says) {
			t.Errorf("%q: exit code %d, want %d; said %q, which should hold %q", args[2:], code, ExitUsage, said, says)
		}
	}
	if code, _, said := called(t, compare("--mask", filepath.Join(data, "labels.csv"))...); code != ExitFailed {
		t.Errorf("a file that is no mask: exit code %d, want %d; %s", code, ExitFailed, said)
	}
}

// Signs in the names of modalities get in nobody's way.
func TestNamesHoldSigns(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	data := plusData(t)
	study := filepath.Join(t.TempDir(), "s.lacuna")
	if code, _, said := called(t, "compare", data, "--method", "mean+logistic", "--sweep-patterns", `a+a+b,"c,d+a"`, "--masked-complete", "-o", study); code != ExitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	code, out, said := called(t, "results", study, "--by", "sweep")
	if code != ExitDone || !strings.Contains(out, "only a+b+a") || !strings.Contains(out, "only a+c,d") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	code, out, said = called(t, "results", study, "--mixture", "a+a+b+c,d=.7,a+c,d=.3")
	if code != ExitDone || !strings.Contains(out, "a+b+a+c,d: 70.0 %") || !strings.Contains(out, "a+c,d: 30.0 %") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	for _, shares := range []string{"a=1e308", "a=NaN", "a=-1", "a=.7,a+b=.7", "a=2"} {
		if code, _, said := called(t, "results", study, "--mixture", shares); code != ExitUsage || !strings.Contains(said, "--mixture: the share") {
			t.Errorf("--mixture %s: exit code %d, %q", shares, code, said)
		}
	}
	for flag, advice := range map[string]string{"--regret": "--method dedicated", "--advice=" + study + ".csv": "--masked-complete"} {
		file := study
		if flag != "--regret" {
			file = filepath.Join(t.TempDir(), "plain.lacuna")
			if code, _, said := called(t, "compare", data, "--method", "mean+logistic", "-o", file); code != ExitDone {
				t.Fatal(said)
			}
		}
		if code, _, said := called(t, "results", file, flag); code != ExitUsage || strings.Count(said, advice) != 1 {
			t.Errorf("%s: exit code %d, advice not given once: %q", flag, code, said)
		}
	}
	code, out, said = called(t, "mask", data, "--mechanism", "pattern", "--left", "a+b", "--rate", ".5")
	if code != ExitDone || !strings.Contains(said, "pattern a+b 0.5") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	code, out, said = called(t, "mask", data, "--mechanism", "mcar", "--rates", "c,d=.25,a+b=.2")
	if code != ExitDone || !strings.Contains(said, "a+b=0.2 c,d=0.25") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
}

func TestAssignments(t *testing.T) {
	for text, want := range map[string]string{
		"text=.1,audio=.5": "[[text .1] [audio .5]]",
		" a = .1 , b=2":    "[[a .1] [b 2]]",
		"a,b=.1,c=.2":      "[[a,b .1] [c .2]]",
		"a=b=.1":           "[[a=b .1]]",
		"a":                "[[a ]]",
		"a=x":              "[[a x]]",
		"a=.1,":            "[[a .1]]",
	} {
		if got := fmt.Sprint(assignments(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// A file that is not there is told what it should be and where one comes from.
func TestMissingFilesAreAdvisedOn(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone.lacuna")
	for _, args := range [][]string{
		{"rank", gone}, {"report", gone, "-o", filepath.Join(t.TempDir(), "r.html")}, {"results", gone}, {"chart", gone, "strata"}, {"run", gone},
		{"plan", gone}, {"status", gone}, {"collect", gone}, {"verify", gone}, {"export-predictions", gone}, {"inspect", gone},
	} {
		code, _, said := called(t, args...)
		if code != ExitFailed || strings.Count(said, "lacuna compare DATA --method METHOD -o STUDY.lacuna") != 1 || !strings.Contains(said, gone+" does not exist") {
			t.Errorf("%s: exit code %d, %q", args[0], code, said)
		}
	}
	code, _, said := called(t, "predict", gone+".safetensors", t.TempDir())
	if code != ExitUsage || !strings.Contains(said, "lacuna export STUDY.lacuna -o MODEL.safetensors") {
		t.Errorf("exit code %d, %q", code, said)
	}
}
