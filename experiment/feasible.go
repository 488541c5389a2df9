package experiment

import (
	"maps"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

// Feasible reports a job that its method cannot do because there are too many
// records to learn from, so that this is said before anything has run.
func Feasible(d *dataset.Dataset, jobs []Job) error {
	waiting := make([]ticket, len(jobs))
	for i, j := range jobs {
		waiting[i] = ticket{j, i}
	}
	return registered().feasible(d, waiting)
}

func (c catalogue) feasible(d *dataset.Dataset, waiting []ticket) error {
	for _, w := range waiting {
		most, each, err := c.most(w.job)
		if err != nil {
			return err
		}
		if most == 0 || len(w.job.Split.Train)+len(w.job.Split.Validation) <= most {
			continue // the usual case, without a look at the records
		}
		if n := learnedFrom(d, w.job, each); n > most {
			return &dataset.UserError{
				What: say.Form("%s cannot learn from so many records", w.job.Label),
				Why:  say.Form("%d are possible, and here are %d to learn from", most, n),
				Try:  say.Text("Take another classifier, for example logistic or mlp (for dedicated: --set dedicated.classifier=logistic), or leave the method out"),
			}
		}
	}
	return nil
}

// most is the smallest number of records that the model of a job can learn from
// with any of the settings that are tried; 0 for any number.
func (c catalogue) most(j Job) (records int, each bool, err error) {
	if j.Imported != "" || IsProgram(j.Method) {
		return 0, false, nil
	}
	p, err := c.parse(j.Method)
	if err != nil || p.Model.Most == nil {
		return 0, false, err
	}
	for _, candidate := range append([]map[string]string{nil}, j.Candidates...) {
		settings := maps.Clone(p.Settings)
		maps.Copy(settings, candidate)
		values, err := param.Resolve(p.Model.Params, settingsOf(p.Model.Name, settings))
		if err != nil {
			return 0, false, err
		}
		n, by := p.Model.Most(values)
		if n > 0 && (records == 0 || n < records) {
			records, each = n, by
		}
	}
	return records, each, nil
}

// learnedFrom counts the labelled development records of a job: all, or those
// that have the modalities of the pattern for which there are most.
func learnedFrom(d *dataset.Dataset, j Job, each bool) int {
	dev := slices.DeleteFunc(j.Split.Development(), func(i int) bool { return d.Labels[i] == dataset.NoLabel })
	if !each {
		return len(dev)
	}
	known := d.View(dev, j.Mask).Patterns()
	most := 0
	for _, g := range d.View(j.records(), j.Mask).Patterns() {
		if g.Pattern.Count() == 0 {
			continue
		}
		n := 0
		for _, other := range known {
			if other.Pattern.Contains(g.Pattern) {
				n += len(other.Records)
			}
		}
		most = max(most, n)
	}
	return most
}
