package cli

import (
	"strings"
	"testing"

	"lacuna/experiment"
)

func TestShards(t *testing.T) {
	cases := []struct {
		text, env string
		want      experiment.Shard
		says      string // of an error
	}{
		{"", "", experiment.Shard{}, ""},
		{"0/4", "", experiment.Shard{Index: 0, Of: 4}, ""},
		{"3/4", "", experiment.Shard{Index: 3, Of: 4}, ""},
		{"4/4", "", experiment.Shard{}, "no share 4 of 4"},
		{"1", "", experiment.Shard{}, "write 0/4"},
		{"a/b", "", experiment.Shard{}, "write 0/4"},
		{"0/0", "", experiment.Shard{}, "write 0/4"},
		{"auto", "", experiment.Shard{}, "no task of an array"},
		{"auto", "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=5", experiment.Shard{Index: 2, Of: 4}, ""},
		{"auto", "SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=4", experiment.Shard{Index: 2, Of: 3}, ""},
		{"auto", "SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1", experiment.Shard{}, "has gaps"},
		{"auto", "SLURM_ARRAY_TASK_ID=2", experiment.Shard{}, "SLURM_ARRAY_TASK_COUNT"},
		{"auto", "JOB_COMPLETION_INDEX=2 LACUNA_SHARDS=3", experiment.Shard{Index: 2, Of: 3}, ""},
		{"auto", "JOB_COMPLETION_INDEX=2", experiment.Shard{}, "LACUNA_SHARDS"},
		{"auto", "PBS_ARRAY_INDEX=0 LACUNA_SHARDS=2", experiment.Shard{Index: 0, Of: 2}, ""},
		{"auto", "SGE_TASK_ID=3 SGE_TASK_FIRST=1 SGE_TASK_LAST=9 SGE_TASK_STEPSIZE=2", experiment.Shard{Index: 1, Of: 5}, ""},
		{"auto", "SGE_TASK_ID=undefined", experiment.Shard{}, "no task of an array"},
		{"auto", "LSB_JOBINDEX=4 LSB_JOBINDEX_END=4", experiment.Shard{Index: 3, Of: 4}, ""},
		{"auto", "LSB_JOBINDEX=0", experiment.Shard{}, "no task of an array"},
	}
	for _, c := range cases {
		got, err := parseShard(c.text, func(name string) string {
			for pair := range strings.FieldsSeq(c.env) {
				if key, value, _ := strings.Cut(pair, "="); key == name {
					return value
				}
			}
			return ""
		})
		switch {
		case c.says == "" && (err != nil || got != c.want):
			t.Errorf("%q in %q: %+v, %v; want %+v", c.text, c.env, got, err, c.want)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%q in %q: %v, want one that says %q", c.text, c.env, err, c.says)
		}
	}
}
