package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/report"
)

// questions are what results can be asked beyond scores by stratum.
type questions struct {
	regret, value           bool
	mixture, advice, method string
}

func (q *questions) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&q.regret, "regret", false, "how far methods are behind the dedicated model of each pattern, on the same records")
	f.BoolVar(&q.value, "value", false, "what having each modality changes among the observed records, corrected for who lacks it (inverse-probability weighting)")
	f.StringVar(&q.mixture, "mixture", "", "the score to expect where patterns have other frequencies: 'a+b=.5,a=.3,none=.2', or a CSV file with columns pattern and share")
	f.StringVar(&q.advice, "advice", "", "CSV file to write: for each test record that lacks something, which modality would help most")
	f.StringVar(&q.method, "for", "", "the method that --advice and --value speak of; default: the one that the verdict speaks of")
}

// check looks at the flags before any work is done.
func (q *questions) check(given func(flag string) bool) error {
	switch {
	case given("mixture") && q.mixture == "":
		return usagef("--mixture is empty; write shares of patterns such as 'a+b=.5,a=.5', or name a CSV file with columns pattern and share")
	case given("for") && !q.value && !given("advice"):
		return usagef("--for names the method that --value and --advice speak of; ask one of them as well")
	case !given("advice"):
		return nil
	}
	return target("--advice", q.advice, "", "a table of advice", ".csv")
}

// answers are what questions are answered with; others rely on the names in
// JSON.
type answers struct {
	Regret  []pairEntry     `json:"regret,omitempty"` // accuracy of dedicated less that of b, by pattern
	Mixture *mixtureEntry   `json:"mixture,omitempty"`
	Value   []presenceEntry `json:"presence_effects,omitempty"`
	mixture metric.Mixture
	carried []string // methods that every comparison has, which regret is not told of
}

type mixtureEntry struct {
	Metric    string          `json:"metric"`
	Uncovered number          `json:"uncovered_share"`
	Parts     []mixturePart   `json:"patterns"`
	Methods   []expectedEntry `json:"methods"`
}

type mixturePart struct {
	Pattern string `json:"pattern"`
	Share   number `json:"share"`
	N       int    `json:"n_test"`
	Source  string `json:"source"` // observed, masked, or empty where not covered
}

type expectedEntry struct {
	Name  string    `json:"name"`
	Value number    `json:"expected"`
	CI95  [2]number `json:"ci95"`
	N     int       `json:"n_test"`
}

type presenceEntry struct {
	Method     string    `json:"method"`
	Modality   string    `json:"modality"`
	With       int       `json:"n_with"`
	Without    int       `json:"n_without"`
	Naive      number    `json:"difference"`
	NaiveCI    [2]number `json:"ci95"`
	Weighted   number    `json:"weighted_difference"`
	CI95       [2]number `json:"weighted_ci95"`
	Effective  [2]number `json:"effective_n_with_without"`
	Propensity [2]number `json:"propensity_5_95_with"`
	Otherwise  [2]number `json:"propensity_5_95_without"`
	Given      []string  `json:"given"`
	Drawn      string    `json:"drawn"` // what the intervals' bootstrap draws
	Refused    string    `json:"refused,omitempty"`
}

// answer answers what was asked of a study.
func (q *questions) answer(a *app, s *study, found result.Study, m metric.Measure) (answers, error) {
	var out answers
	if q.method != "" && !slices.Contains(found.Methods, q.method) {
		return out, usagef("--for %s: no such method; there are %s", q.method, strings.Join(found.Methods, ", "))
	}
	if q.regret {
		list, err := metric.Regrets(found)
		if err != nil {
			return out, usageError{&dataset.UserError{What: "no regret to be had", Why: err.Error()}}
		}
		out.Regret, out.carried = entriesOf(list), found.Baselines
	}
	if q.mixture != "" {
		if err := out.mix(found, q.mixture, m); err != nil {
			return out, err
		}
	}
	if q.value {
		if s.data == nil {
			return out, &dataset.UserError{What: "the value of modalities cannot be told", Why: "the data are needed for it, and are not there", Try: "Say where they are: lacuna run " + s.file + " --data PATH"}
		}
		if err := out.values(s.data, found, q.about(found)); err != nil {
			return out, err
		}
	}
	if q.advice != "" {
		if err := target("--advice", q.advice, s.source, "a table of advice", ".csv"); err != nil {
			return out, err
		}
		return out, a.writeAdvice(found, q.about(found), q.advice)
	}
	return out, nil
}

// about is the method that was named, or the leading one.
func (q *questions) about(found result.Study) string {
	if q.method != "" {
		return q.method
	}
	return metric.Leader(found)
}

// mix reads a mixture and asks every method.
func (out *answers) mix(found result.Study, text string, m metric.Measure) error {
	shares, err := readShares(text)
	if err != nil {
		return usagef("--mixture: %v", err)
	}
	x, err := metric.NewMixture(found, shares)
	if err != nil {
		return usagef("--mixture: %v", err)
	}
	out.mixture, out.Mixture = x, &mixtureEntry{Metric: m.Name, Uncovered: number(x.Uncovered)}
	for _, p := range x.Parts {
		out.Mixture.Parts = append(out.Mixture.Parts, mixturePart{p.Label, number(p.Share), p.N, p.Source})
	}
	for _, method := range found.Methods {
		e := x.Expect(found, method, m)
		out.Mixture.Methods = append(out.Mixture.Methods, expectedEntry{method, number(e.Value), interval(e.CI95), e.N})
	}
	return nil
}

// readShares reads "a+b=.5,a=.3", or a file of patterns and shares.
func readShares(text string) (map[string]float64, error) {
	var lines [][]string
	if file, err := os.Open(text); err == nil {
		defer func() { _ = file.Close() }()
		if lines, err = csv.NewReader(file).ReadAll(); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
		if len(lines) > 0 && len(lines[0]) > 1 {
			if _, err := strconv.ParseFloat(lines[0][1], 64); err != nil {
				lines = lines[1:] // a header
			}
		}
	} else {
		if !strings.Contains(text, "=") {
			return nil, fmt.Errorf("%s is neither a file nor shares such as 'a+b=.5,a=.5'", text)
		}
		for _, pair := range assignments(text) {
			lines = append(lines, pair[:])
		}
	}
	out := map[string]float64{}
	for _, line := range lines {
		if len(line) < 2 {
			return nil, fmt.Errorf("%q has no share beside the pattern", strings.Join(line, ","))
		}
		label := strings.TrimSpace(line[0])
		share, err := strconv.ParseFloat(strings.TrimSpace(line[1]), 64)
		if err != nil {
			return nil, fmt.Errorf("the share %q of %q is no number", line[1], label)
		}
		if _, twice := out[label]; twice {
			return nil, fmt.Errorf("the pattern %s is there twice", label)
		}
		out[label] = share
	}
	return out, nil
}

// values asks what each modality changes among the records as observed.
func (out *answers) values(d *dataset.Dataset, found result.Study, method string) error {
	known := experiment.Covariates(d)
	for _, modality := range found.Modalities {
		e, err := metric.PresenceEffectOf(found, method, modality, known)
		if err != nil {
			return err
		}
		o := e.Overlap
		out.Value = append(out.Value, presenceEntry{
			Method: method, Modality: modality, With: o.With, Without: o.Without, Naive: number(e.Naive), NaiveCI: interval(e.NaiveCI),
			Weighted: number(e.Weighted), CI95: interval(e.CI95), Effective: [2]number{number(o.EffectiveWith), number(o.EffectiveW)},
			Propensity: [2]number{number(o.PropensityWith[0]), number(o.PropensityWith[1])}, Otherwise: [2]number{number(o.Otherwise[0]), number(o.Otherwise[1])},
			Given: e.Given, Drawn: e.Drawn, Refused: e.Refused,
		})
	}
	return nil
}

// writeAdvice writes one line for each modality that a test record lacks.
func (a *app) writeAdvice(found result.Study, method, path string) error {
	list, err := metric.Advise(found, method)
	if err != nil {
		return usageError{&dataset.UserError{What: "no advice to be had", Why: err.Error()}}
	}
	said := 0
	var rows [][]string
	for _, d := range list {
		basis := d.Basis
		if d.Rank > 0 {
			said++
		} else {
			basis = "nothing said: " + d.Reason
		}
		rows = append(rows, []string{
			d.ID, strconv.Itoa(d.Seed), d.Split, method, d.Pattern, d.Modality, blank(d.Rank), strconv.Itoa(d.N),
			known(d.Rank, d.Accuracy), known(d.Rank, d.CI95.Low), known(d.Rank, d.CI95.High), known(d.Rank, d.LogLoss), known(d.Rank, d.Probability), basis,
		})
	}
	header := []string{
		"id", "seed", "split", "method", "present", "acquire", "rank", "n", "expected_gain_accuracy", "ci95_low", "ci95_high",
		"expected_fall_log_loss", "expected_rise_true_class", "basis",
	}
	err = writeFile(path, func(w io.Writer) error { return report.WriteCSV(w, header, rows) })
	if err == nil {
		a.tell("advice for %s on %d absences of a modality written to %s; of %d nothing can be said, and why stands beside it",
			method, len(list), path, len(list)-said)
	}
	return err
}

func blank(rank int) string {
	if rank == 0 {
		return ""
	}
	return strconv.Itoa(rank)
}

// known writes a number where there is one.
func known(rank int, x float64) string {
	if rank == 0 || math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}
