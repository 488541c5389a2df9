package impute

import "lacuna/internal/job"

// ofDraw is the surroundings of the k-th draw, which has a seed of its own.
func ofDraw(env job.Env, k int) job.Env {
	env.Seed = env.Seed.Child("draw").Block(k)
	return env
}
