package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"lacuna/experiment"
)

// autoShard is the share that the surroundings of an array of jobs name.
const autoShard = "auto"

// array is how a scheduler tells a task of an array which one it is.
type array struct {
	scheduler        string
	index, count     string // variables: the task, and how many there are
	first            string // variable of the first index, "" where from says it
	step             string // variable of the distance of two indices, "" for 1
	from             int
	countIsTheLast   bool   // count is the last index
	alone, otherwise string // value of index outside an array; what to do where count is not set
}

// arrays are the schedulers that are known, in the order in which they are
// looked for: one may run inside another.
var arrays = []array{
	{scheduler: "Slurm", index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT", first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP"},
	{scheduler: "Kubernetes", index: "JOB_COMPLETION_INDEX", count: "LACUNA_SHARDS", otherwise: "set LACUNA_SHARDS to the job's completions"},
	{scheduler: "SGE", index: "SGE_TASK_ID", count: "SGE_TASK_LAST", first: "SGE_TASK_FIRST", step: "SGE_TASK_STEPSIZE", countIsTheLast: true, alone: "undefined"},
	{scheduler: "PBS", index: "PBS_ARRAY_INDEX", count: "LACUNA_SHARDS", otherwise: "set LACUNA_SHARDS to the number of tasks, which count from 0"},
	{scheduler: "LSF", index: "LSB_JOBINDEX", count: "LSB_JOBINDEX_END", from: 1, alone: "0"},
}

// parseShard reads "2/8", counted from 0, or "auto".
func parseShard(text string, env func(string) string) (experiment.Shard, error) {
	if text == "" {
		return experiment.Shard{}, nil
	}
	if text == autoShard {
		return shardOf(env)
	}
	index, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || n < 1 {
		return experiment.Shard{}, fmt.Errorf("--shard %q: write 0/4 for the first of four shares, or auto", text)
	}
	s := experiment.Shard{Index: i, Of: n}
	if err := s.Check(); err != nil {
		return s, fmt.Errorf("--shard %s: %w", text, err)
	}
	return s, nil
}

// shardOf asks the surroundings.
func shardOf(env func(string) string) (experiment.Shard, error) {
	for _, a := range arrays {
		if at := env(a.index); at != "" && at != a.alone {
			return a.shard(env)
		}
	}
	var names []string
	for _, a := range arrays {
		names = append(names, a.index)
	}
	return experiment.Shard{}, fmt.Errorf("--shard auto: this is no task of an array: none of %s is set; write the share, as in --shard 0/4", strings.Join(names, ", "))
}

func (a array) shard(env func(string) string) (experiment.Shard, error) {
	number := func(name string, otherwise int) (int, error) {
		text := env(name)
		if name == "" || text == "" && otherwise >= 0 {
			return otherwise, nil
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, fmt.Errorf("--shard auto: %s=%q is no number; %s", name, text, a.help())
		}
		return n, nil
	}
	index, err1 := number(a.index, -1)
	count, err2 := number(a.count, -1)
	first, err3 := number(a.first, a.from)
	step, err4 := number(a.step, 1)
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			return experiment.Shard{}, err
		}
	}
	step = max(1, step)
	if a.countIsTheLast {
		count = (count-first)/step + 1
	}
	s := experiment.Shard{Index: (index - first) / step, Of: count}
	if (index-first)%step != 0 || count < 1 || s.Check() != nil {
		return s, fmt.Errorf("--shard auto: task %d of an array of %d that begins with %d: the array has gaps, so that the share must be written, as in --shard %d/N", index, count, first, index)
	}
	return s, nil
}

func (a array) help() string {
	if a.otherwise != "" {
		return a.otherwise
	}
	return "write the share, as in --shard 0/4"
}

// shareDocument is the JSON of run --shard.
type shareDocument struct {
	Share int `json:"share"`
	Of    int `json:"of"`
	Jobs  int `json:"jobs"`
	Done  int `json:"done"`
}

// shared says what is done of a share after it was run; err is what running it
// ended with, and late that its time limit did.
func (a *app) shared(ctx context.Context, s *study, err error, late bool, limits budget) error {
	jobs, planErr := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if planErr != nil {
		return planErr
	}
	doc := shareDocument{Share: s.shard.Index, Of: s.shard.Of}
	for _, j := range s.shard.Jobs(jobs) {
		doc.Jobs++
		if s.store.Has(j.ID) {
			doc.Done++
		}
	}
	if late {
		if err = nil; doc.Done < doc.Jobs {
			err = outOfTime{limits.limit, doc.Jobs - doc.Done, doc.Jobs}
		}
	}
	if a.json {
		return errors.Join(a.document(doc), err)
	}
	a.say("share %d of %d: %d of %s done (lacuna collect %s)", doc.Share, doc.Of, doc.Done, numbered(doc.Jobs, "job"), s.file)
	return err
}
