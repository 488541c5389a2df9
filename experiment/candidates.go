package experiment

import (
	"encoding/json"

	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// under is the keeper of one candidate of a search, which has the seeds of the
// others: names of its own keep their work apart. Its Keeper may be nil.
type under struct {
	job.Keeper
	part string
}

// Kept implements job.Keeper.
func (u under) Kept(name string) ([]byte, error) { return u.Keeper.Kept(u.part + "/" + name) }

// Due implements job.Keeper.
func (u under) Due(name string, done bool) bool { return u.Keeper.Due(u.part+"/"+name, done) }

// Keep implements job.Keeper.
func (u under) Keep(name string, data []byte) error { return u.Keeper.Keep(u.part+"/"+name, data) }

// of returns the surroundings of the candidate. What it reports of its progress
// is not heard: it is no part of the job's curves.
func (u under) of(env job.Env) job.Env {
	outer := env
	env.Report = func(ev job.Event) {
		if _, ok := ev.(job.Note); ok {
			outer.Emit(ev)
		}
	}
	if env.Keeper != nil {
		env.Keeper = u
	}
	return env
}

// judgementName is the name of what was found of a candidate.
const judgementName = "judgement"

// judgement returns what was found of the candidate before an interruption.
func (u under) judgement(env job.Env) (result.Candidate, bool) {
	var c result.Candidate
	if u.Keeper == nil {
		return c, false
	}
	data, err := u.Kept(judgementName)
	if err == nil && data != nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		env.Emit(job.Note{Text: say.Kept("%s is tried anew, what was kept of it cannot be used: %v", u.part, err)})
	}
	return c, err == nil && data != nil
}

// keepJudgement keeps what was found, when it is time to.
func (u under) keepJudgement(c result.Candidate, env job.Env) {
	if u.Keeper == nil || !u.Due(judgementName, true) {
		return
	}
	data, err := json.Marshal(c)
	if err == nil {
		err = u.Keep(judgementName, data)
	}
	if err != nil {
		env.Emit(job.Note{Text: say.Kept("the judgement of %s cannot be kept: %v", u.part, err)})
	}
}
