package encode

import (
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// Images of any size and number of channels come out in their own shape, and
// are learned: after training, each of two hidden units draws its own image.
func TestDecodeDrawsImages(t *testing.T) {
	for _, e := range []CNN{{Height: 8, Width: 8, Channels: 1}, {Height: 9, Width: 21, Channels: 3}, {Height: 20, Width: 17, Channels: 1}} {
		columns := e.Height * e.Width * e.Channels
		net, err := nn.New(rng.New(1), func(g *nn.Graph) {
			y := e.Decode(g, "g", g.Input("h", 2))
			g.Output("y", y)
			g.Objective("train", g.MSE(y, g.Input("image", columns), nn.Cells{}))
		})
		if err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
		image := make([]float32, 2*columns)
		for j := range columns {
			image[j], image[columns+j] = float32(j%3), float32(j%5)
		}
		d := nn.Data{Records: 2, Blocks: map[string]nn.Block{"h": nn.Dense(2, []float32{1, 0, 0, 1}), "image": nn.Dense(columns, image)}}
		history, err := net.Fit(t.Context(), d, nil, nn.Options{Epochs: 150, Rate: 0.02}, job.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if last := history[len(history)-1].TrainLoss; last > 0.05*history[0].TrainLoss {
			t.Errorf("%+v: the error fell from %g to %g only", e, history[0].TrainLoss, last)
		}
		if y, err := net.Predict(t.Context(), d, job.Env{}, "y"); err != nil || y[0].Cols != columns {
			t.Errorf("%+v: %v", e, err)
		}
	}
}
