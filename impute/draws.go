package impute

import (
	"lacuna/dataset"
	"lacuna/internal/job"
)

// eachDraw fills m times, each time with a seed of its own.
func eachDraw(env job.Env, m int, fill func(job.Env) (*dataset.Filled, error)) ([]*dataset.Filled, error) {
	out := make([]*dataset.Filled, m)
	seed := env.Seed.Child("draw")
	for k := range out {
		env.Seed = seed.Block(k)
		var err error
		if out[k], err = fill(env); err != nil {
			return nil, err
		}
	}
	return out, nil
}
