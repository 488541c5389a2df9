package experiment

import (
	"context"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// SweepPhase is the phase of a job's progress in which its fitted method is
// tested in the conditions of a sweep.
const SweepPhase = "sweep"

// sweep asks the fitted pipeline about the test records in every condition.
func (t *trial) sweep(ctx context.Context, blind *dataset.Dataset) ([]result.Swept, error) {
	var out []result.Swept
	for k, test := range t.job.Tests {
		t.env.Emit(job.Progress{Phase: SweepPhase, Done: k, Total: len(t.job.Tests)})
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		swept, err := t.condition(ctx, test, blind)
		if err != nil {
			return nil, say.Errorf("test records under %s: %w", test.Name, err)
		}
		out = append(out, swept)
	}
	return out, nil
}

// condition shows the test records under a mask, or those that have all of a
// pattern without what else they have.
func (t *trial) condition(ctx context.Context, test Test, blind *dataset.Dataset) (result.Swept, error) {
	out := result.Swept{Condition: test.Condition}
	v := blind.View(t.job.Split.Test, test.Mask)
	if test.Pattern != "" {
		v = blind.View(t.having(test.Pattern), nil).WithPattern(test.Pattern)
	}
	if v.Len() == 0 {
		return out, nil
	}
	p, err := t.ask(ctx, v)
	if err != nil {
		return out, err
	}
	for i := range v.Len() {
		out.Records = append(out.Records, v.Record(i))
		out.Patterns = append(out.Patterns, v.Pattern(i))
		out.Probabilities = append(out.Probabilities, p.Probabilities.Row(i))
	}
	return out, nil
}

// having lists the test records that have all modalities of a pattern.
func (t *trial) having(p dataset.Pattern) []int {
	var rows []int
	for _, i := range t.job.Split.Test {
		if t.data.Presence.Pattern(i).Contains(p) {
			rows = append(rows, i)
		}
	}
	return rows
}

// trainings returns the split with the comparison's own mask and, in a sweep,
// with each other mask of the development records; the test records of the
// comparison look the same in all of them.
func (f fold) trainings(d *dataset.Dataset, own MaskSpec) []fold {
	if len(f.swept.tests)+len(f.swept.trainings) == 0 {
		return []fold{f}
	}
	f.training = own.Words()
	if own.On == OnTest {
		f.training = string(Natural)
	}
	out := []fold{f}
	seen := map[string]bool{f.mask.Hash(): true}
	tested := f.mask.On(f.split.Test)
	development := make([]bool, d.Records())
	for _, i := range f.split.Development() {
		development[i] = true
	}
	for _, tr := range f.swept.trainings {
		g := f
		g.training, g.beside = tr.name, true
		name := say.Kept("%s in training, %s", tr.name, f.mask.Name)
		g.mask = dataset.NewMask(name, d.Records(), len(d.Blocks), func(i, m int) bool {
			if development[i] {
				return tr.mask.Hides(i, m)
			}
			return tested.Hides(i, m)
		})
		if hash := g.mask.Hash(); !seen[hash] {
			seen[hash] = true
			out = append(out, g)
		}
	}
	return out
}
