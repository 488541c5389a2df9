package impute

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/nn/nntest"
	"lacuna/internal/rng"
)

// BenchmarkPeers measures what the scripts of the PyTorch peers measure of
// imputers: a step of crossgan, of the discriminator and then of the generator,
// which draws images of 28×28 from spectrograms of 20×20.
func BenchmarkPeers(b *testing.B) {
	b.Run("crossgan", crossganSteps)
}

func crossganSteps(b *testing.B) {
	data, err := dataset.New(media(1500))
	if err != nil {
		b.Fatal(err)
	}
	v := data.All()
	t := learn.NewTable(v, learn.AllRows(v.Len()))
	settings := mustMake(b, "crossgan", nil).(*crossgan).settings
	n := newCrossNetwork(crossAboutOf(t, modalitiesOf(v)), 0, settings)
	training := &crossTraining{crossNetwork: n, table: t, scale: newCrossScale(t, modalitiesOf(v)), settings: settings,
		parts: newCrossParts(n.usable(t), rng.New(1))}
	training.prepare()
	net, err := nn.New(rng.New(1), n.build(true))
	if err != nil {
		b.Fatal(err)
	}
	options := training.options()
	options.Epochs, options.Patience = math.MaxInt32, 0
	nntest.Steps(b, func(ctx context.Context) error {
		_, err := net.Fit(ctx, training.data, nil, options, job.Env{Seed: rng.New(2), Workers: runtime.GOMAXPROCS(0)})
		return err
	})
}

// media are images and spectrograms of random numbers.
func media(records int) dataset.Dataset {
	r := rng.New(3).Rand()
	d := dataset.Dataset{Name: "media"}
	for i := range records {
		d.IDs = append(d.IDs, fmt.Sprint(i))
	}
	for _, m := range []dataset.Modality{
		{Name: "image", Kind: dataset.Image, Shape: []int{28, 28}},
		{Name: "audio", Kind: dataset.Audio, Shape: []int{20, 20}},
	} {
		pixels := m.Shape[0] * m.Shape[1]
		for j := range pixels {
			m.Columns = append(m.Columns, fmt.Sprint("p", j))
		}
		x := dataset.NewMatrix(records, pixels)
		for i := range x.Data {
			x.Data[i] = r.NormFloat64()
		}
		d.Blocks = append(d.Blocks, dataset.Block{Modality: m, Numbers: x, Causes: make([]dataset.Cause, records)})
	}
	return d
}
