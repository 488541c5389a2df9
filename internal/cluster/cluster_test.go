package cluster

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var work = Work{Name: "lacuna-s", Program: "/opt/it's here/lacuna", Study: "/data/my study.lacuna", Logs: "/data/logs", Shares: 4, Cores: 2, Memory: "4G", Time: "04:00:00", Queue: "short"}

func TestEveryScriptRunsTheStudy(t *testing.T) {
	kinds := Kinds()
	if !slices.Equal(kinds, []string{"kubernetes", "lsf", "pbs", "sge", "slurm", "xargs"}) {
		t.Fatal(kinds)
	}
	for _, kind := range kinds {
		text, err := work.Script(kind)
		if err != nil || !strings.Contains(text, "my study.lacuna") || !strings.Contains(text, "4") || strings.Contains(text, "<no value>") {
			t.Errorf("%s: %v\n%s", kind, err, text)
		}
		if kind == "kubernetes" {
			if !strings.Contains(text, `command: ["/opt/it's here/lacuna", "run", "/data/my study.lacuna", "--shard", "auto"`) {
				t.Error(text)
			}
			continue
		}
		if limit := map[bool]string{true: "04:00", false: "04:00:00"}[kind == "lsf"]; kind != "xargs" && !regexp.MustCompile(`(?m)[ =]`+limit+`$`).MatchString(text) {
			t.Errorf("%s has another time limit than %s:\n%s", kind, limit, text)
		}
		if out, err := exec.Command("sh", "-n", "-c", text).CombinedOutput(); err != nil {
			t.Errorf("%s is no shell script: %s\n%s", kind, out, text)
		}
	}
	if _, err := work.Script("slurm collect"); err == nil {
		t.Error("the script that collects is no scheduler")
	}
	if !strings.Contains(work.Collecting(), "collect '/data/my study.lacuna'") {
		t.Error(work.Collecting())
	}
}

// TestAScriptIsWhatAShellRuns: what stands after exec comes to the program
// word by word, whatever signs are in the paths.
func TestAScriptIsWhatAShellRuns(t *testing.T) {
	dir := t.TempDir()
	w := work
	w.Program, w.Study = filepath.Join(dir, "it's lacuna"), filepath.Join(dir, "a $b{}@share@ '\".lacuna")
	if err := os.WriteFile(w.Program, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.Shares = 1
	text, _ := w.Script("xargs")
	if out, err := exec.Command("sh", "-c", text).CombinedOutput(); err != nil || string(out) != "run\n"+w.Study+"\n--shard\n0/1\n--workers\n2\ncollect\n"+w.Study+"\n" {
		t.Errorf("xargs: %v\n%s", err, out)
	}
	w.Shares = work.Shares
	for kind, set := range map[string]string{"slurm": "SLURM_ARRAY_TASK_ID=3", "pbs": "PBS_ARRAY_INDEX=3", "sge": "SGE_TASK_ID=4", "lsf": "LSB_JOBINDEX=4"} {
		text, _ := w.Script(kind)
		cmd := exec.Command("sh", "-c", text)
		cmd.Env = append(os.Environ(), set)
		out, err := cmd.CombinedOutput()
		if want := "run\n" + w.Study + "\n--shard\n3/4\n--workers\n2\n"; err != nil || string(out) != want {
			t.Errorf("%s: %v\n%s", kind, err, out)
		}
	}
}

// TestTheOutputIsOneLine: the folder of the output is one word of its line to the
// scheduler, or there is no such line; never is a part of it a line of its own,
// which the shell would run.
func TestTheOutputIsOneLine(t *testing.T) {
	for _, c := range []struct{ logs, slurm, pbs string }{
		{"/d/logs", `#SBATCH --output="/d/logs/%A_%a.log"`, "#PBS -o /d/logs/"},
		{"/d/my logs", `#SBATCH --output="/d/my logs/%A_%a.log"`, `#PBS -o "/d/my logs/"`},
		{`/d/50%j "a\b"`, `#SBATCH --output="/d/50%%j \"a\\b\"/%A_%a.log"`, noLogs},
		{"/d/a\ntouch b", noLogs, noLogs},
	} {
		w := work
		w.Logs = c.logs
		for kind, want := range map[string]string{"slurm": c.slurm, "pbs": c.pbs} {
			if text, _ := w.Script(kind); !slices.Contains(strings.Split(text, "\n"), want) || strings.Contains(text, "\ntouch") {
				t.Errorf("%s: no line %s in\n%s", kind, want, text)
			}
		}
	}
}

// TestWordsOfContainers: Kubernetes puts variables in the place of single dollars,
// and YAML takes some letters for ends of lines.
func TestWordsOfContainers(t *testing.T) {
	for word, want := range map[string]string{
		"/my study": `"/my study"`, "/$(HOME) $$": `"/$$(HOME) $$$$"`, "/a\u0085b\"\n": `"/a\u0085b\"\n"`, "/日": `"/\u65e5"`,
	} {
		if got := containerWord(word); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
}

func TestListIsSlurms(t *testing.T) {
	for want, numbers := range map[string][]int{"": nil, "5": {5}, "0-3": {0, 1, 2, 3}, "0-1,4,6-7": {0, 1, 4, 6, 7}} {
		if got := List(numbers); got != want {
			t.Errorf("%v: %q, want %q", numbers, got, want)
		}
	}
}

func TestWithoutSlurmItIsSaid(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Submit(context.Background(), "x.sh", []int{0}); err != ErrNoSlurm {
		t.Error(err)
	}
}
