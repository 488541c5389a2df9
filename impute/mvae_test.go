package impute

import (
	"context"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// quickMVAE trains within a second.
func quickMVAE(more map[string]string) map[string]string {
	set := map[string]string{"hidden": "24", "latent": "4", "steps": "500", "rate": "0.01", "dropout": "0"}
	for name, value := range more {
		set[name] = value
	}
	return set
}

func TestMVAEKnowsTheBest(t *testing.T) { checkOneFactor(t, "mvae", quickMVAE(nil)) }

// The objective as published: each subset explains itself.
func TestMVAEAsPublished(t *testing.T) {
	checkOneFactor(t, "mvae", quickMVAE(map[string]string{"preset": "paper", "ramp": "10", "steps": "800", "hidden": "32", "rate": "0.005"}))
}

// TestMVAEMakesAModalityFromAnother learns what the twins have in common.
func TestMVAEMakesAModalityFromAnother(t *testing.T) {
	truth, seen := twins(400)
	v := learntest.ViewOf(t, seen, 3, 4)
	rmse := map[string]float64{}
	for _, method := range []string{"mean", "mvae"} {
		imputer := mustMake(t, method, map[string]map[string]string{"mvae": quickMVAE(nil)}[method])
		if err := imputer.Fit(context.Background(), v, job.Env{Seed: rng.New(1), Workers: 2}); err != nil {
			t.Fatal(err)
		}
		rmse[method] = rangeRMSE(truth, seen, sideBySide(mustTransform(t, imputer, v, job.Env{})))
	}
	if rmse["mvae"] > rmse["mean"]/3 {
		t.Errorf("root mean squared error %.4f; that of the mean is %.4f", rmse["mvae"], rmse["mean"])
	}
}

func TestMVAEGoesOn(t *testing.T) {
	checkGoesOn(t, "mvae", quickMVAE(map[string]string{"steps": "20"}), 1, 5)
}

func TestMVAEStopsInTime(t *testing.T) { checkStops(t, "mvae") }
