package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/project"
)

// lookChart is the chart that is drawn from what a method makes there and then.
const lookChart = "generated"

// lookFlags say what is made for that chart.
type lookFlags struct {
	method   string
	settings []string
	mask     string
	rates    string
	seed     uint64
	records  int
	workers  int
}

// lookNames are the flags that no other chart has; --seed means another thing there.
var lookNames = []string{"method", "set", "mask", "rates", "records", "workers"}

func (f *lookFlags) add(cmd *cobra.Command) {
	f.workers = runtime.GOMAXPROCS(0)
	s := cmd.Flags()
	s.StringVar(&f.method, "method", "", "chart generated: imputer that makes what was hidden")
	s.StringArrayVar(&f.settings, "set", nil, "chart generated: parameter of the imputer")
	s.StringVar(&f.mask, "mask", "", "chart generated: mask file: modalities to hide")
	s.StringVar(&f.rates, "rates", "", "chart generated: shares of the modalities to hide, at random: image=.3,audio=.5; default: .3 of each")
	s.Uint64Var(&f.seed, "seed", 0, "with --only: repetition whose split and mask hold, from 0; chart generated: root of the random numbers")
	s.IntVar(&f.records, "records", 6, "chart generated: records of each modality")
	workersFlag(cmd, &f.workers)
}

// mostLooked is the most records of a modality on a page.
const mostLooked = 100

// checkLook looks at the flags of the chart before any work is done.
func checkLook(cmd *cobra.Command, chart string, f lookFlags) error {
	if chart != lookChart {
		for _, name := range lookNames {
			if cmd.Flags().Changed(name) {
				return usagef("--%s goes with chart %s, not with %s", name, lookChart, chart)
			}
		}
		return nil
	}
	switch {
	case f.method == "":
		return usagef("chart %s needs an imputer that makes something: --method crossgan (lacuna methods lists them)", lookChart)
	case f.records < 1 || f.records > mostLooked:
		return usagef("--records %d is not between 1 and %d", f.records, mostLooked)
	}
	return nil
}

// hiding is what is hidden: three tenths of each modality where nothing is said.
func (f *lookFlags) hiding() (experiment.Hiding, error) {
	if f.mask != "" && f.rates != "" {
		return experiment.Hiding{}, usagef("--mask and --rates exclude each other: a mask file says itself what to hide")
	}
	if f.mask != "" {
		return experiment.Hiding{Mask: experiment.MaskSpec{Mechanism: experiment.FromFile, File: f.mask}}, nil
	}
	rates, err := parseRates("rates", ratesForm, f.rates)
	if rates != nil || err != nil {
		return experiment.Hiding{Mask: experiment.MaskSpec{Mechanism: experiment.MCAR, Rates: rates}}, err
	}
	return experiment.Hiding{Mask: experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.3}}, nil
}

// lookInput hides modalities, has them made again and returns what is to be seen.
func (a *app) lookInput(ctx context.Context, path string, flags chartFlags) (charts.Input, error) {
	f := flags.look
	h, err := f.hiding()
	if err != nil {
		return charts.Input{}, err
	}
	one := imputeFlags{methods: []string{f.method}, settings: f.settings}
	imputer, err := one.imputer()
	if err != nil {
		return charts.Input{}, err
	}
	data, err := a.lookData(ctx, path, flags)
	if err != nil {
		return charts.Input{}, err
	}
	masks, read := watched(masksOf(ctx, data))
	hidden, err := h.Draw(data, rng.New(f.seed), masks)
	if err != nil {
		return charts.Input{}, unfit(ctx, err, read)
	}
	env := job.Env{Seed: experiment.ImputationSeed(f.seed, f.method), Workers: f.workers, Report: a.phases()}
	made, err := hidden.Made(ctx, experiment.Making{Imputer: imputer, Name: f.method, Root: f.seed, Records: f.records}, env)
	if err != nil {
		return charts.Input{}, err
	}
	return charts.Input{Data: data, Made: &made}, nil
}

// lookData opens a dataset, or that of a project.
func (a *app) lookData(ctx context.Context, path string, flags chartFlags) (*dataset.Dataset, error) {
	if filepath.Ext(path) == project.Extension {
		if flags.from.decided() {
			return nil, errOfProject(path)
		}
		s, err := openStudy(ctx, path)
		if err != nil {
			return nil, err
		}
		return s.data, nil
	}
	data, err := openData(ctx, path, &flags.from)
	if err == nil {
		a.remarkedBriefly(project.NewRemarks(data.Problems), path)
	}
	return data, err
}

// phases tells when the training of another network begins, which may take
// minutes.
func (a *app) phases() func(job.Event) {
	var telling sync.Mutex
	told := map[string]bool{}
	return func(ev job.Event) {
		e, ok := ev.(job.Epoch)
		if !ok {
			return
		}
		telling.Lock()
		defer telling.Unlock()
		if !told[e.Phase] {
			told[e.Phase] = true
			a.tell("%s", fmt.Sprintf("training %s: up to %s", e.Phase, numbered(e.Epochs, "epoch")))
		}
	}
}
