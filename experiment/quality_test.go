package experiment

import (
	"math"
	"slices"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// judgedBy hides the second modality of a third of the records, has it made again
// and judges it.
func judgedBy(t *testing.T, method string) []WholeQuality {
	t.Helper()
	d := fixture(t, 300)
	d.Splits = nil
	h, err := Hiding{Mask: MaskSpec{Mechanism: MCAR, Kind: dataset.ModalityRate, Rate: 0.4, Modality: "size"}}.Draw(d, rng.New(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	env := job.Env{Seed: rng.New(2)}
	done, err := h.Impute(t.Context(), imputer(t, method), env, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := h.Judge(t.Context(), done, env)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestJudge: a hot deck hands out what real records have, which is read as well as
// real ones and is copied; of the mean nothing can be read. Records without a label
// are not asked about, and a method that draws has a draw judged, too.
func TestJudge(t *testing.T) {
	deck := judgedBy(t, "hotdeck")
	if len(deck) == 0 || deck[0].Modality != "size" || deck[0].What != FilledIn {
		t.Fatalf("%+v", deck)
	}
	q := deck[0]
	if q.Memorised.Copies != q.Records || !q.Memorised.Says() {
		t.Errorf("%d of %d are copies (%+v)", q.Memorised.Copies, q.Records, q.Memorised)
	}
	if q.Read.Records >= q.Records || q.Read.Learned < 100 || q.Read.Real.Share < 0.6 {
		t.Errorf("%+v", q.Read)
	}
	mean := judgedBy(t, "mean")
	if len(mean) != 1 || mean[0].Read.Made.Share > 0.5 || mean[0].Memorised.Copies > 0 {
		t.Errorf("%+v", mean)
	}
	if gap := mean[0].Read.Drop; !(gap.High < 0) {
		t.Errorf("what the mean loses is %+v", gap)
	}
	if drawn := judgedBy(t, "mice"); len(drawn) != 2 || drawn[1].What != SingleDraw || !(drawn[1].Frechet < drawn[0].Frechet) {
		t.Errorf("%+v", drawn)
	}
}

// TestLook: what is shown of a record is its own, whatever the order of the
// modalities in the data; a hot deck fills in what the nearest record has.
func TestLook(t *testing.T) {
	d := fixture(t, 120)
	d.Splits = nil
	d.Blocks[0].Modality.Name, d.Blocks[1].Modality.Name = "size", "colour" // not in the order of names
	d, err := dataset.New(*d)
	if err != nil {
		t.Fatal(err)
	}
	h, err := Hiding{Mask: MaskSpec{Mechanism: MCAR, Rates: map[string]float64{"colour": 0.3}}}.Draw(d, rng.New(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	done, err := h.Impute(t.Context(), imputer(t, "hotdeck"), job.Env{Seed: rng.New(2)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := h.Look(t.Context(), done, 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Modalities) != 1 || made.Modalities[0].Name != "colour" || len(made.Modalities[0].Records) != 4 {
		t.Fatalf("%+v", made)
	}
	scores, err := h.Score(done)
	if err != nil {
		t.Fatal(err)
	}
	if m := made.Modalities[0]; m.Hidden*2 != scores.By["colour"].Cells {
		t.Errorf("hidden from %d records, %d cells", m.Hidden, scores.By["colour"].Cells)
	}
	for _, r := range made.Modalities[0].Records {
		if len(r.Real) != 2 || !slices.Equal(r.Filled, r.Nearest) {
			t.Errorf("%+v", r)
		}
	}
}

// Where there are too many records to judge all, those that are judged are the same
// whatever the order of the rows.
func TestOrderDoesNotMatterToWhatIsJudged(t *testing.T) {
	d := fixture(t, 60)
	var ids [][]string
	for _, data := range []*dataset.Dataset{d, rearranged(t, d)} {
		h, err := Hiding{Mask: MaskSpec{Mechanism: MCAR, Kind: dataset.ModalityRate, Rate: 0.4, Modality: "size"}}.Draw(data, rng.New(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		done, err := h.Impute(t.Context(), imputer(t, "mean"), job.Env{Seed: rng.New(2)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		made, err := h.Look(t.Context(), done, 5)
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, r := range made.Modalities[0].Records {
			shown = append(shown, r.ID)
		}
		ids = append(ids, shown)
	}
	if len(ids[0]) != 5 || !slices.Equal(ids[0], ids[1]) {
		t.Errorf("%v, in another order %v", ids[0], ids[1])
	}
}

// TestDropOfRead: a classifier that reads one in four less; and where nothing
// differs, or everything does, nothing is known of other records.
func TestDropOfRead(t *testing.T) {
	yes, no, some := []bool{true, true, true, true}, []bool{false, false, false, false}, []bool{true, true, true, false}
	half := 1.96 * math.Sqrt(0.25*0.75/4)
	if d := dropOf(some, yes); d.Share != -0.25 || math.Abs(d.High-d.Low-2*half) > 1e-12 {
		t.Errorf("%+v", d)
	}
	for _, made := range [][]bool{yes, no} {
		if d := dropOf(made, yes); !math.IsNaN(d.Low) || !math.IsNaN(d.High) || math.IsNaN(d.Share) {
			t.Errorf("%+v", d)
		}
	}
}

// TestDownstream: where nothing was hidden a classifier reads what it would read
// of the filled records; what is filled with means is read worse than what is
// told by the rest.
func TestDownstream(t *testing.T) {
	d := fixture(t, 240)
	share := map[string]Downstream{}
	for _, method := range []string{"mean", "ridge"} {
		h, err := Hiding{Mask: MaskSpec{Mechanism: MCAR, Kind: dataset.RecordRate, Rate: 0.5}}.Draw(d, rng.New(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		env := job.Env{Seed: rng.New(2), Workers: 2}
		done, err := h.Impute(t.Context(), imputer(t, method), env, nil)
		if err != nil {
			t.Fatal(err)
		}
		if share[method], err = h.Downstream(t.Context(), done, env); err != nil {
			t.Fatal(err)
		}
	}
	m, r := share["mean"], share["ridge"]
	tested := 0 // the data bring a split: every fourth group of three is for the test
	for i, s := range d.Splits {
		if s == "test" && d.Labels[i] != dataset.NoLabel {
			tested++
		}
	}
	if m.Folds != 1 || m.Seen || m.Records != tested || r.Records != tested {
		t.Errorf("%+v, want %d records outside training", m, tested)
	}
	if !(m.Filled.Share < m.Whole.Share) || !(m.Drop.Share < 0) || math.Abs(m.Filled.Share-m.Whole.Share-m.Drop.Share) > 1e-12 {
		t.Errorf("hiding half of what tells colours apart costs nothing: %+v", m)
	}
	if none, err := (Hidden{truth: unlabelledCopy(t, d)}).Downstream(t.Context(), nil, job.Env{}); err != nil || none.Records != 0 {
		t.Errorf("without labels: %+v, %v", none, err)
	}
}

func unlabelledCopy(t *testing.T, d *dataset.Dataset) *dataset.Dataset {
	t.Helper()
	bare := *d
	bare.Labels, bare.Classes = nil, nil
	out, err := dataset.New(bare)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
