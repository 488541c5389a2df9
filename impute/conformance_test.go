package impute_test

import (
	"testing"

	"lacuna/impute"
	"lacuna/impute/imputetest"

	"go.uber.org/goleak"
)

// quick holds settings for methods that would train for long.
var quick = map[string]map[string]string{
	"crossgan":   {"steps": "4", "hidden": "8", "width": "4", "noise": "2", "batch": "16", "draws": "2"},
	"factors":    {"factors": "4", "rounds": "6"},
	"gain":       {"steps": "12", "width": "8", "batch": "16"},
	"mice":       {"draws": "2", "sweeps": "2"},
	"missforest": {"trees": "3"},
	"miwae":      {"steps": "6", "hidden": "8", "latent": "3", "batch": "16", "samples": "3", "resampled": "40"},
	"mvae":       {"steps": "6", "hidden": "8", "latent": "3", "batch": "16", "draws": "2"},
	"softimpute": {"rank": "8"},
}

func TestLaws(t *testing.T) {
	for _, info := range impute.All() {
		imputetest.Run(t, imputetest.Of(info, quick[info.Name]))
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
