package cluster

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lacuna/internal/say"
)

// patience is how long a command of Slurm may take: one that cannot reach its
// controller tries for a minute before it says so.
const patience = 30 * time.Second

// ErrNoSlurm says that this machine submits no jobs.
var ErrNoSlurm = say.Error("there is no sbatch on this machine; write the script with -o and submit it where there is one")

// Here says whether this machine submits jobs.
func Here() bool {
	_, err := exec.LookPath("sbatch")
	return err == nil
}

// Submit hands the script of an array to Slurm, for those shares alone, and
// returns the id of its job.
func Submit(ctx context.Context, script string, shares []int, more ...string) (id string, err error) {
	args := append([]string{"--parsable", "--array=" + List(shares)}, more...)
	return sbatch(ctx, append(args, script)...)
}

// Test asks Slurm whether it would take a script, and returns what it says.
func Test(ctx context.Context, script string) (string, error) {
	return command(ctx, "sbatch", "--test-only", script)
}

// SubmitAfter hands over a script that waits until the job id is over, however
// it ends.
func SubmitAfter(ctx context.Context, script, id string) (string, error) {
	return sbatch(ctx, "--parsable", "--dependency=afterany:"+id, script)
}

func sbatch(ctx context.Context, args ...string) (string, error) {
	said, err := command(ctx, "sbatch", args...)
	if err != nil {
		return "", err
	}
	id, _, _ := strings.Cut(said, ";") // a cluster's name may follow
	if _, err := strconv.Atoi(id); err != nil {
		return "", say.Errorf("sbatch: %q is no id of a job", said)
	}
	return id, nil
}

// Cancel ends jobs, those that wait and those that run.
func Cancel(ctx context.Context, ids ...string) error {
	_, err := command(ctx, "scancel", ids...)
	return err
}

// Queue returns how many tasks of the jobs Slurm has in each state, such as
// PENDING and RUNNING. Jobs that are over have none.
func Queue(ctx context.Context, ids ...string) (map[string]int, error) {
	said, err := command(ctx, "squeue", "--noheader", "--array", "--format=%T", "--jobs="+strings.Join(ids, ","))
	if err != nil && strings.Contains(err.Error(), "Invalid job id") { // all are over, and forgotten
		return map[string]int{}, nil
	}
	states := map[string]int{}
	for _, state := range strings.Fields(said) {
		states[state]++
	}
	return states, err
}

var limit = regexp.MustCompile(`(?m)^MaxArraySize\s*=\s*(\d+)`)

// MostTasks returns how many tasks an array may have here.
func MostTasks(ctx context.Context) (int, error) {
	said, err := command(ctx, "scontrol", "show", "config")
	if err != nil {
		return 0, err
	}
	found := limit.FindStringSubmatch(said)
	if found == nil {
		return 0, say.Error("scontrol show config names no MaxArraySize")
	}
	return strconv.Atoi(found[1])
}

func command(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	said, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	text := strings.TrimSpace(string(said))
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", ErrNoSlurm
	case ctx.Err() != nil:
		return "", say.Errorf("%s gave no answer within %s: %w", name, patience, ctx.Err())
	case err != nil:
		return "", fmt.Errorf("%s: %s (%w)", name, text, err)
	}
	return text, nil
}

// List writes rising numbers as Slurm does: 0-3,7.
func List(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		part := strconv.Itoa(numbers[i])
		if j > i {
			part += "-" + strconv.Itoa(numbers[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ",")
}
