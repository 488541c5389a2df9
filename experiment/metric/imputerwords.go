package metric

import (
	"fmt"
	"strings"

	"lacuna/internal/say"
)

// say puts the finding into words: failed methods are not among those that the
// best is compared with.
func (r *ImputerRanking) say(methods int, losses []float64, words bool) {
	of := meanOver(losses)
	size := fmt.Sprintf("%.3f", of.Value)
	if len(losses) > 1 {
		size = fmt.Sprintf("%.3f [%.3f, %.3f]", of.Value, of.Low, of.High)
	}
	if size += say.Text(" of a column's deviation"); words {
		size += say.Text(", for words the share of false ones")
	}
	seeds := say.Count(len(losses), "seed", "seeds")
	if len(losses) == 1 {
		seeds = say.Text("one seed")
	}
	if r.open {
		r.Said = r.soFar(methods, len(losses), size, seeds)
	} else {
		r.Said = r.final(methods, len(losses), size, seeds)
	}
	if len(losses) >= leastRepetitions {
		r.Said += say.Text(" Intervals are over what was hidden, not over other records.")
	}
	if r.failed > 0 {
		r.Said += say.Form(" Not compared: %s that failed somewhere.", say.Count(r.failed, "method", "methods"))
	}
	if len(r.waiting) > 0 {
		r.Said += say.Form(" Not scored yet: %s.", strings.Join(r.waiting, ", "))
	}
}

// final is said of n seeds when all methods have been scored in all of them.
func (r *ImputerRanking) final(methods, n int, size, seeds string) string {
	switch {
	case methods == 1:
		return say.Form("%s errs by %s (%s).", r.Best, size, seeds)
	case n < leastRepetitions:
		return say.Form("In %s, %s errs least: %s. Three seeds or more are needed to call it best.", seeds, r.Best, size)
	case len(r.Ties) == 0:
		return say.Form("Best for these data: %s, %s (%s); less than each other method (adjusted p < 0.05).", r.Best, size, seeds)
	}
	return say.Form("Lowest error on these data: %s, %s (%s), not told apart from %s.", r.Best, size, seeds, strings.Join(r.Ties, ", "))
}

// soFar is said while more is to come: no method is called best, and nothing is
// claimed against those without a score.
func (r *ImputerRanking) soFar(methods, n int, size, seeds string) string {
	switch {
	case methods == 1:
		return say.Form("So far, %s errs by %s (%s).", r.Best, size, seeds)
	case n < leastRepetitions:
		return say.Form("So far, in %s that all %d methods compared have, %s errs least: %s.", seeds, methods, r.Best, size)
	case len(r.Ties) == 0:
		return say.Form("Lowest error so far, of %d methods compared: %s, %s (%s that all have); less than each other of them (adjusted p < 0.05).", methods, r.Best, size, seeds)
	}
	return say.Form("Lowest error so far, of %d methods compared: %s, %s (%s that all have), not told apart from %s.", methods, r.Best, size, seeds, strings.Join(r.Ties, ", "))
}
