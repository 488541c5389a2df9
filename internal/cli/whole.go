package cli

import (
	"fmt"
	"math"

	"lacuna/experiment"
	"lacuna/experiment/metric"
)

// wholeScore is the JSON of a modality that was hidden as a whole and made again.
type wholeScore struct {
	Modality    string     `json:"modality"`
	What        string     `json:"what"` // "filled in" or "a draw"
	Records     int        `json:"n"`
	SSIM        seedMean   `json:"ssim"`
	PSNR        number     `json:"psnr_db"`
	Frechet     number     `json:"frechet"`
	FrechetReal number     `json:"frechet_of_real"`
	Axes        int        `json:"frechet_components"`
	Copies      int        `json:"copies"`
	Closer      number     `json:"closer_to_nearest"`
	CloserCI    [2]number  `json:"closer_to_nearest_ci95"`
	Memorised   bool       `json:"memorised"`
	Read        *readScore `json:"read_as_its_class,omitempty"` // by a classifier that learned from real ones
}

type readScore struct {
	Learned int       `json:"n_train"`
	Records int       `json:"n"`
	Made    number    `json:"accuracy"`
	MadeCI  [2]number `json:"ci95"`
	Real    number    `json:"accuracy_of_real"`
	RealCI  [2]number `json:"ci95_of_real"`
	Drop    number    `json:"difference"`
	DropCI  [2]number `json:"ci95_of_difference"`
}

func newWholeScores(list []experiment.WholeQuality) []wholeScore {
	var out []wholeScore
	for _, q := range list {
		s := wholeScore{
			Modality: q.Modality, What: q.What, Records: q.Records, SSIM: newSeedMean(q.SSIM), PSNR: number(q.PSNR),
			Frechet: number(q.Frechet), FrechetReal: number(q.FrechetReal), Axes: q.Axes, Copies: q.Memorised.Copies,
			Closer: number(q.Memorised.Closer), CloserCI: bounds(q.Memorised.Interval), Memorised: q.Memorised.Says(),
		}
		if r := q.Read; r.Learned > 0 {
			s.Read = &readScore{r.Learned, r.Records, number(r.Made.Share), bounds(r.Made.Interval), number(r.Real.Share), bounds(r.Real.Interval),
				number(r.Drop.Share), bounds(r.Drop.Interval)}
		}
		out = append(out, s)
	}
	return out
}

func bounds(i metric.Interval) [2]number { return [2]number{number(i.Low), number(i.High)} }

// printWhole prints a line for each modality that was made, and what the numbers
// are.
func (a *app) printWhole(list []wholeScore) {
	if len(list) == 0 {
		return
	}
	a.say("\nwhole modalities that were hidden, as they were made")
	rows := [][]string{{"modality", "what", "n", "SSIM", "PSNR", "Fréchet", "of real", "copies", "closer", "read right", "real ones"}}
	for _, s := range list {
		made, real := "–", "–"
		if r := s.Read; r != nil {
			made, real = spanned(r.Made, r.MadeCI, 3), spanned(r.Real, r.RealCI, 3)
		}
		rows = append(rows, []string{s.Modality, s.What, fmt.Sprint(s.Records), spanned(s.SSIM.Mean, s.SSIM.CI95, 3), spanned(s.PSNR, [2]number{}, 1),
			spanned(s.Frechet, [2]number{}, 2), spanned(s.FrechetReal, [2]number{}, 2), fmt.Sprint(s.Copies), spanned(s.Closer, s.CloserCI, 2), made, real})
	}
	a.table(rows)
	a.say("SSIM is 1 and PSNR (decibel) is infinite where an image equals the real one, both only of images and spectrograms; Fréchet is the distance " +
		"of what was made from what is real as distributions, along the principal components of the records that were learned from, " +
		"and beside it that of as many of these; copies are no different from such a record; closer is the share that is told apart from the nearest such record less than the real one is, 0.5 where nothing was memorised")
	for _, s := range list {
		if s.Memorised {
			a.say("%s, %s: nearer to single records that were learned from than real ones are: taken from single records, not generated", s.Modality, s.What)
		}
	}
	if r := list[0].Read; r != nil {
		a.say("read right is the share that a support vector machine, trained on up to %d real ones, takes for its class, with Wilson's 95 %% interval", r.Learned)
	}
}

// spanned writes a number with its interval, if it has one.
func spanned(x number, ci [2]number, digits int) string {
	switch {
	case math.IsNaN(float64(x)):
		return "–"
	case math.IsInf(float64(x), 0):
		return "∞"
	case math.IsNaN(float64(ci[0])) || ci == [2]number{}:
		return fmt.Sprintf("%.*f", digits, x)
	}
	return fmt.Sprintf("%.*f [%.*f, %.*f]", digits, x, digits, ci[0], digits, ci[1])
}
