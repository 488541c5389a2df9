package sample

import (
	"fmt"
	"math/rand/v2"
)

// Words for the two sides of a trait, and for what the observer did not see.
var (
	flying  = [2][]string{{"hopping about", "perched on a branch", "pecking at the ground"}, {"soaring above", "gliding past", "circling high up"}}
	company = [2][]string{{"all alone", "by itself", "without company"}, {"in a flock", "with many others", "in a noisy group"}}
	unsure  = []string{"hard to make out", "far away", "seen for a moment"}
	places  = [3][]string{{"between the trees", "at the clearing"}, {"over the beach", "near the cliffs"}, {"on the ridge", "by the stone wall"}}
	times   = []string{"Early in the morning", "Around noon", "In the afternoon", "Before sunset", "After the rain"}
)

// How often an observer does not notice how the bird moves, and whether others
// are around.
const (
	missedMotion  = 0.25
	missedFriends = 0.06
)

// note writes what the observer noted: how the bird moved (wings) and in what
// company (voice).
func (b bird) note() string {
	r := b.seed.Child("text").Rand()
	motion := pick(r, flying[index(b.wings)])
	if r.Float64() < missedMotion {
		motion = pick(r, unsure)
	}
	friends := pick(r, company[index(b.voice)])
	if r.Float64() < missedFriends {
		friends = pick(r, unsure)
	}
	return fmt.Sprintf("%s a bird %s, %s, %s.", pick(r, times), motion, friends, pick(r, places[b.site]))
}

func pick(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}
