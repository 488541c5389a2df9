package models

import (
	"math"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// design turns filled rows into one row of features each: the blocks of all
// modalities side by side and, after them, for every modality that is absent
// in some training row but not in all, an indicator of whether it was observed.
type design struct {
	blocks     []block
	indicators []int // modalities
	cols       int
}

// fitDesign learns the features from the labelled rows of a filled view.
func fitDesign(v dataset.View) design {
	rows := labelled(v)
	var d design
	for m := range v.Modalities() {
		b := fitBlock(v, rows, m)
		d.blocks = append(d.blocks, b)
		d.cols += b.width()
		observed := 0
		for _, i := range rows {
			if v.Observed(i, m) {
				observed++
			}
		}
		if observed > 0 && observed < len(rows) {
			d.indicators = append(d.indicators, m)
		}
	}
	d.cols += len(d.indicators)
	return d
}

// samples returns the features of some rows. A missing cell is an error that
// says so: a classifier needs an imputer before it.
func (d design) samples(v dataset.View, rows []int) (learn.Samples, error) {
	out := learn.NewSamples(len(rows), d.cols)
	for k, i := range rows {
		if err := checkFilled(v, i); err != nil {
			return learn.Samples{}, err
		}
		dst := out.Row(k)
		for m, b := range d.blocks {
			b.write(dst, v.Row(i, m))
			dst = dst[b.width():]
		}
		for j, m := range d.indicators {
			dst[j] = -0.5
			if v.Observed(i, m) {
				dst[j] = 0.5
			}
		}
		out.Labels[k] = v.Label(i)
	}
	return out, nil
}

func checkFilled(v dataset.View, i int) error {
	for m := range v.Modalities() {
		row := v.Row(i, m)
		if row == nil {
			return say.Errorf("record %s lacks the modality %q; a classifier needs an imputer before it, as in mean+logistic", v.ID(i), v.Modality(m).Name)
		}
		for j, x := range row {
			if math.IsNaN(x) {
				return say.Errorf("record %s lacks column %d of %q; a classifier needs an imputer before it, as in mean+logistic", v.ID(i), j+1, v.Modality(m).Name)
			}
		}
	}
	return nil
}

// fitSamples learns the features from train and returns those of the labelled rows of
// both views.
func fitSamples(train, validation dataset.View) (d design, t, val learn.Samples, err error) {
	if len(labelled(train)) == 0 {
		return d, t, val, errNoLabels
	}
	d = fitDesign(train)
	if t, err = d.samples(train, labelled(train)); err != nil {
		return d, t, val, err
	}
	val, err = d.samples(validation, labelled(validation))
	return d, t, val, err
}
