package vm

import (
	"fmt"
	"math"
	"time"

	"lacuna/internal/say"
)

// Progress is the running comparison for the status line.
type Progress struct {
	Running  bool
	Fraction float64
	Words    string
}

// Progress says how far the comparison is.
func (c *Comparison) Progress() Progress {
	run := c.running
	switch {
	case run == nil && c.elsewhere.on:
		return c.progress()
	case run == nil:
		return Progress{}
	}
	elapsed := c.around.Now().Sub(run.started)
	words := say.Form("job %d of %d, %s", min(run.done+1, run.total), run.total, elapsed.Round(time.Second))
	words += remaining(elapsed, run.pace.Own(), run.pace.Known())
	if run.kept > 0 {
		words += say.Form(", %s stored earlier", Grouped(run.kept))
	}
	if run.paused {
		words += say.Text(", paused")
	}
	if len(run.failed) > 0 {
		words += say.Form(", %d failed", len(run.failed))
	}
	return Progress{true, run.pace.Share(), words}
}

// remaining says how long a comparison may still take, as a range; nothing
// while too little is known. Trainings may end long before their last epoch: until a
// job of every method has finished, the range is wide to that side.
func remaining(elapsed time.Duration, share float64, known bool) string {
	if share < 0.01 || elapsed < 3*time.Second {
		return ""
	}
	least := 0.2
	if known {
		least = 0.7
	}
	left := elapsed.Seconds() * (1 - share) / share
	return say.Form(", %s to %s left", roughly(least*left), roughly(1.4*left))
}

func roughly(seconds float64) string {
	if seconds < 90 {
		return fmt.Sprintf("%.0f s", math.Ceil(seconds/5)*5)
	}
	return fmt.Sprintf("%.0f min", math.Ceil(seconds/60))
}
